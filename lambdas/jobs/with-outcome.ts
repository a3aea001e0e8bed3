import { logError } from '#http/log.ts';
import { type JobPart, type JobReport, noteEnd, noteStart } from '#store/job-outcomes.ts';
import type { Services } from '#store/services.ts';

type Stores = Pick<Services, 'table' | 'now'>;

/**
 * Runs a job and leaves word of how it went, for the page that shows it. Whether that can be written does not matter to the
 * job.
 */
export async function withOutcome<T extends object | void>(
  { table, now }: Stores,
  job: JobPart,
  work: () => Promise<T>,
): Promise<T> {
  const startedAt = now();
  await attempt(job, noteStart(table, job, startedAt));
  try {
    const done = await work();
    const end = { report: numbersIn(done ?? {}) };
    await attempt(job, noteEnd(table, job, { startedAt, endedAt: now(), end }));
    return done;
  } catch (error) {
    const end = { error: error instanceof Error ? error.message : String(error) };
    await attempt(job, noteEnd(table, job, { startedAt, endedAt: now(), end }));
    throw error;
  }
}

const numbersIn = (report: object): JobReport =>
  Object.fromEntries(
    Object.entries(report).filter((entry): entry is [string, number] => Number.isFinite(entry[1])),
  );

async function attempt({ job }: JobPart, writing: Promise<void>): Promise<void> {
  try {
    await writing;
  } catch (error) {
    logError('how a job went could not be noted', error, { job });
  }
}

/** Milliseconds between two notes of what runs all the time. */
const SELDOM = 60_000;

/** The same of what runs all the time, such as each batch of a queue: a run that goes well as the last one did is noted once in a minute. */
export function createSeldomNoted(
  stores: Stores,
  job: JobPart,
): (end: Parameters<typeof noteEnd>[2]['end'], startedAt: Date) => Promise<void> {
  let noted = -Infinity;
  return async (end, startedAt) => {
    const endedAt = stores.now();
    const failed = 'error' in end;
    if (!failed && endedAt.getTime() < noted + SELDOM) return;
    noted = failed ? -Infinity : endedAt.getTime();
    await attempt(job, noteEnd(stores.table, job, { startedAt, endedAt, end }));
  };
}
