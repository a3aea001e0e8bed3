import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

import { type BlobContent, type BlobOutcome, shardOf } from '#store/backup/blob-shelf.ts';
import { checkBlob, copyBlob } from '#store/backup/one-blob.ts';

import { readBlob } from './read-blob.ts';
import { writeNew } from './write-batch.ts';

/** What there is to do. Jobs are numbered in the order in which all threads hear of them. */
export interface BlobJob {
  readonly key: string;
  /** Where the blob is copied to; undefined: it is only checked. */
  readonly temporary: string | undefined;
}

/** What became of a job. An error is what is left of one on its way between threads. */
export interface BlobAnswer {
  readonly number: number;
  readonly result: BlobOutcome | { readonly error: object };
}

/** What a thread is started with. */
export interface BlobThreadData {
  /** Of the blobs. */
  readonly folder: string;
  /** The number of the next job that no thread has taken. */
  readonly next: Int32Array;
}

/** Where this module is, for a thread to be started with it. */
export const BLOB_THREAD = import.meta.url;

/** Answers that go back together while there is more to do. */
const TOGETHER = 16;

async function serve(
  { folder, next }: BlobThreadData,
  port: NonNullable<typeof parentPort>,
): Promise<never> {
  const jobs: BlobJob[] = [];
  const answers: BlobAnswer[] = [];
  const work = workOn(folder);
  let [first, awaited, heard] = [0, Infinity, (): void => undefined];
  const drop = (until: number): void => {
    first += jobs.splice(0, until - first).length;
  };
  port.on('message', (more: readonly BlobJob[]) => {
    jobs.push(...more);
    // Also while it is at a large one: of what others have taken nothing is kept.
    drop(Math.min(awaited, Atomics.load(next, 0)));
    heard();
  });
  for (;;) {
    const number = Atomics.add(next, 0, 1);
    while (number - first >= jobs.length) {
      if (answers.length > 0) port.postMessage(answers.splice(0));
      awaited = number;
      await new Promise<void>((resolve) => {
        heard = resolve;
      });
    }
    awaited = Infinity;
    // Those before have been taken by others.
    drop(number);
    const [job] = jobs;
    if (job) answers.push({ number, result: await work(job) });
    if (answers.length >= TOGETHER) port.postMessage(answers.splice(0));
  }
}

const workOn = (folder: string): ((job: BlobJob) => Promise<BlobAnswer['result']>) => {
  const buffers: Buffer[] = [];
  const from = {
    read: async (key: string) => readBlob(path.join(folder, shardOf(key), key), buffers),
  };
  return async ({ key, temporary }) => {
    try {
      if (temporary === undefined) return await checkBlob(from, key);
      const to = { write: async (_: string, content: BlobContent) => writeNew(temporary, content) };
      return await copyBlob(from, to, key);
    } catch (error) {
      return { error: told(error) };
    }
  };
};

/** A code and a path are an error's own; only its message and its stack get through to another thread by themselves. */
const told = (error: unknown): object =>
  error instanceof Error
    ? { ...Object.fromEntries(Object.entries(error)), message: error.message, stack: error.stack }
    : { message: String(error) };

const isOurs = (data: unknown): data is BlobThreadData =>
  typeof data === 'object' && data !== null && 'folder' in data && 'next' in data;

// Loaded by whoever starts it, too.
if (parentPort && isOurs(workerData)) void serve(workerData, parentPort);
