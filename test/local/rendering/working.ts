// What a thread of a test runs. It answers each job by itself, unless the job is one of those that never are answered.
import { parentPort, threadId, workerData } from 'node:worker_threads';

import { FOR_JOBS } from '../../../local/rendering/one-thread.ts';

export const WORKING = new URL(import.meta.url);

const JOBS: Readonly<Record<string, () => unknown>> = {
  'which thread': () => threadId,
  'for ever': () => {
    for (;;);
  },
  'all memory': () => {
    const all: number[][] = [];
    for (;;) all.push(Array.from({ length: 10_000 }, (_, index) => index));
  },
  exit: () => process.exit(3),
  throw: () => {
    throw new Error('thrown in the thread');
  },
};

const port = parentPort;
if (port && workerData === FOR_JOBS) {
  port.on('message', (job: string) => {
    port.postMessage((JOBS[job] ?? (() => job))());
  });
  port.postMessage('ready');
}
