import { once } from 'node:events';
import { type ResourceLimits, Worker } from 'node:worker_threads';

import { logError } from '#http/log.ts';
import { createLine } from '#store/line.ts';

/** Milliseconds for its start: a machine may be busy. */
const STARTING = 30_000;

/** What a thread may take. */
export interface ThreadTerms {
  /** The module that it runs: it says by a message that it is ready, and answers each by one. */
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
  /** Rejects with NoRoom where too many wait. Where nothing comes of it the next job gets another thread. */
  work(job: Job): Promise<Answer>;
  end(): Promise<void>;
}

/** It cannot be done at the moment; nothing is wrong with the job. */
export class NoRoom extends Error {
  override readonly name = 'NoRoom';
}

/** It is started when there is something to do for it, and the process waits for it only as long as there is. */
export function openThread<Job, Answer>(terms: ThreadTerms): OneThread<Job, Answer> {
  const kept = keepWorker(terms);
  let resting: NodeJS.Timeout | undefined;
  const inTurn = createLine({
    atOnce: 1,
    waiting: terms.waiting,
    milliseconds: terms.patience,
    busy: () => new NoRoom('too much is to be done at the moment'),
  });
  return {
    work: async (job) =>
      inTurn(async () => {
        clearTimeout(resting);
        try {
          const ready = await kept.current().catch(notStarted);
          return await messageOf<Answer>(ready, terms.limit, job);
        } catch (error) {
          kept.drop();
          throw error;
        } finally {
          resting = setTimeout(kept.drop, terms.idle).unref();
        }
      }),
    end: async () => kept.end(),
  };
}

function keepWorker(terms: ThreadTerms) {
  let worker: Worker | undefined;
  let ending: Promise<unknown> = Promise.resolve();
  let closed = false;
  const drop = (): void => {
    if (worker) ending = worker.terminate();
    worker = undefined;
  };
  return {
    drop,
    async current(): Promise<Worker> {
      // Never two of them: each has its share of memory.
      await ending;
      if (worker) return worker;
      const module = await terms.module();
      if (closed) throw new Error('the registry is being stopped');
      const started = create(module, terms.memory);
      worker = started;
      started.once('exit', () => {
        if (worker === started) worker = undefined;
      });
      await messageOf(started, STARTING);
      return started;
    },
    async end(): Promise<void> {
      closed = true;
      drop();
      await ending;
    },
  };
}

/** No job is to blame for it: files may have been replaced by those of another version. */
function notStarted(error: unknown): never {
  logError('a thread could not be started', error);
  throw new NoRoom('it could not be started', { cause: error });
}

function create(module: URL, resourceLimits: ResourceLimits): Worker {
  const worker = new Worker(module, { workerData: FOR_JOBS, resourceLimits });
  worker.unref();
  // Whoever waits for an answer hears of it, too; without anybody who does it would end the process.
  worker.on('error', () => undefined);
  return worker;
}

/** What a thread of this kind is started with, for its module to know. */
export const FOR_JOBS = 'jobs';

/** What the thread says next, to a job where there is one. */
async function messageOf<Message>(worker: Worker, limit: number, job?: unknown): Promise<Message> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(new Error(`it was ended after ${limit} ms`)), limit);
  const gone = (): void => stop.abort(new Error('its thread has ended'));
  worker.once('exit', gone);
  worker.ref();
  try {
    const message = once(worker, 'message', { signal: stop.signal });
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is of windows
    if (job !== undefined) worker.postMessage(job);
    const [value] = await message;
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
