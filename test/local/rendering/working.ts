// What a thread of a test runs. It answers each job by itself, unless the job is one of those that never are answered.
import { parentPort, threadId } from 'node:worker_threads';

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

parentPort?.on('message', (job: string) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is of windows
  parentPort?.postMessage((JOBS[job] ?? (() => job))());
});
