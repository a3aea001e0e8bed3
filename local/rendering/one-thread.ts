import { once } from 'node:events';
import { type ResourceLimits, Worker } from 'node:worker_threads';

import { createLine } from '#store/line.ts';

/** What a thread may take. */
export interface ThreadTerms {
  /** The module that it runs, which answers each message by one. */
  readonly module: () => Promise<URL>;
  readonly memory: ResourceLimits;
  /** Milliseconds for one job: a thread that takes longer is ended. */
  readonly limit: number;
  /** Milliseconds without any job, after which its memory is given back. */
  readonly idle: number;
  /** Jobs that wait for others, and for how many milliseconds. */
  readonly waiting: number;
  readonly patience: number;
}

/** A thread that does one job at a time. */
export interface OneThread<Job, Answer> {
  /** Rejects with NoRoom where too many wait, and where nothing comes of it: then the next job gets another thread. */
  work(job: Job): Promise<Answer>;
  end(): Promise<void>;
}

/** Too much is to be done at the moment; nothing is wrong with the job. */
export class NoRoom extends Error {
  override readonly name = 'NoRoom';
}

/** It is started when there is something to do for it, and the process waits for it only as long as there is. */
export function openThread<Job, Answer>(terms: ThreadTerms): OneThread<Job, Answer> {
  let worker: Worker | undefined;
  let ending: Promise<unknown> = Promise.resolve();
  let resting: NodeJS.Timeout | undefined;
  let closed = false;
  const inTurn = createLine({
    atOnce: 1,
    waiting: terms.waiting,
    milliseconds: terms.patience,
    busy: () => new NoRoom('too much is to be rendered at the moment'),
  });
  const drop = (): void => {
    clearTimeout(resting);
    if (worker) ending = worker.terminate();
    worker = undefined;
  };
  const current = async (): Promise<Worker> => {
    // Never two of them: each has its share of memory.
    await ending;
    const module = await terms.module();
    if (closed) throw new NoRoom('the registry is being stopped');
    if (worker) return worker;
    const started = start(module, terms.memory);
    worker = started;
    started.once('exit', () => {
      if (worker === started) worker = undefined;
    });
    return started;
  };
  return {
    work: async (job) =>
      inTurn(async () => {
        clearTimeout(resting);
        try {
          return await ask<Answer>(await current(), job, terms.limit);
        } catch (error) {
          drop();
          throw error;
        } finally {
          resting = setTimeout(drop, terms.idle).unref();
        }
      }),
    async end() {
      closed = true;
      drop();
      await ending;
    },
  };
}

function start(module: URL, resourceLimits: ResourceLimits): Worker {
  const worker = new Worker(module, { workerData: FOR_JOBS, resourceLimits });
  worker.unref();
  // Whoever waits for an answer hears of it, too; without anybody who does it would end the process.
  worker.on('error', () => undefined);
  return worker;
}

/** What a thread of this kind is started with, for its module to know. */
export const FOR_JOBS = 'jobs';

async function ask<Answer>(worker: Worker, job: unknown, limit: number): Promise<Answer> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(new Error(`it was ended after ${limit} ms`)), limit);
  const gone = (): void => stop.abort(new Error('its thread has ended'));
  worker.once('exit', gone);
  worker.ref();
  try {
    const answer = once(worker, 'message', { signal: stop.signal });
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is of windows
    worker.postMessage(job);
    const [value] = await answer;
    return value;
  } catch (error) {
    // An error of the thread comes before its end, and says more.
    throw error instanceof Error && error.name === 'AbortError' ? stop.signal.reason : error;
  } finally {
    clearTimeout(timer);
    worker.off('exit', gone);
    worker.unref();
  }
}
