// A thread that comes to no end with anything.
import { parentPort, workerData } from 'node:worker_threads';

import { FOR_JOBS } from '../../../local/rendering/one-thread.ts';

export const ENDLESS = new URL(import.meta.url);

const port = parentPort;
if (port && workerData === FOR_JOBS) {
  port.on('message', () => {
    for (;;);
  });
  port.postMessage('ready');
}
