import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

import type { BlobOutcome } from '#store/backup/blob-shelf.ts';

import type { BlobAnswer, BlobJob, BlobThreadData } from './blob-thread.ts';

/** Beyond these the disk is what is waited for. */
const MOST_THREADS = 4;
/** They hold a blob in a buffer outside of it, and names. */
const HEAP = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 4 };

/** Threads that read and hash the blobs of a folder. */
export interface BlobThreads {
  /** Checks a blob, or copies it to a new file. */
  work(key: string, temporary?: string): Promise<BlobOutcome>;
  end(): Promise<void>;
}

interface Waiting {
  resolve(outcome: BlobOutcome): void;
  reject(error: Error): void;
}

/** The threads are started when there is something to do for them. */
export function startBlobThreads(folder: string): BlobThreads {
  const waiting = new Map<number, Waiting>();
  let [count, jobs]: [number, BlobJob[]] = [0, []];
  let starting: Promise<readonly Worker[]> | undefined;
  const hear = (answers: readonly BlobAnswer[]): void => {
    for (const { number, result } of answers) {
      const one = waiting.get(number);
      waiting.delete(number);
      if ('error' in result) one?.reject(Object.assign(new Error(), result.error));
      else one?.resolve(result);
    }
  };
  let failure: Error | undefined;
  const fail = (error: Error): void => {
    failure ??= error;
    for (const one of waiting.values()) one.reject(error);
    waiting.clear();
  };
  const post = async (): Promise<void> => {
    starting ??= start(folder, hear, fail);
    const workers = await starting;
    const more = jobs;
    jobs = [];
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is of windows
    for (const worker of workers) worker.postMessage(more);
  };
  return {
    work: async (key, temporary) =>
      new Promise((resolve, reject) => {
        if (failure) throw failure;
        waiting.set(count, { resolve, reject });
        count += 1;
        if (jobs.length === 0) setImmediate(() => void post().catch(fail));
        jobs.push({ key, temporary });
      }),
    async end() {
      const workers = (await starting) ?? [];
      await Promise.all(workers.map(async (worker) => worker.terminate()));
    },
  };
}

async function start(
  folder: string,
  hear: (answers: readonly BlobAnswer[]) => void,
  fail: (error: Error) => void,
): Promise<readonly Worker[]> {
  const { BLOB_THREAD } = await import('./blob-thread.ts');
  const next = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const data: BlobThreadData = { folder, next };
  const number = Math.min(availableParallelism(), MOST_THREADS);
  return Array.from({ length: number }, () => {
    const worker = new Worker(new URL(BLOB_THREAD), { workerData: data, resourceLimits: HEAP });
    worker.on('message', hear);
    worker.on('error', fail);
    return worker;
  });
}
