// A thread that comes to no end with anything.
import { parentPort } from 'node:worker_threads';

export const ENDLESS = new URL(import.meta.url);

parentPort?.on('message', () => {
  for (;;);
});
