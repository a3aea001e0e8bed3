import { logError } from '#http/log.ts';
import {
  type JobOutcome,
  type JobReport,
  listJobOutcomes,
  NOTED_JOBS,
  type NotedJob,
} from '#store/job-outcomes.ts';
import type { DeadLetters, Services } from '#store/services.ts';

/** How a job went the last time. */
export interface JobState {
  readonly job: NotedJob;
  readonly state: 'done' | 'failed' | 'running';
  /** ISO times. */
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly report: JobReport;
  readonly errors: readonly string[];
  /** Of one that several work on: parts that have ended, of how many. */
  readonly parts?: { readonly ended: number; readonly of: number };
}

export interface JobsNow {
  readonly jobs: readonly JobState[];
  /** Undefined: there are no queues. A number that could not be had is undefined too. */
  readonly deadLetters?: readonly {
    readonly queue: DeadLetters['queue'];
    readonly messages?: number;
  }[];
}

/** How all jobs went, and what waits because nobody could work on it. */
export async function jobsNow({
  table,
  deadLetters,
}: Pick<Services, 'table' | 'deadLetters'>): Promise<JobsNow> {
  const [outcomes, waiting] = await Promise.all([
    listJobOutcomes(table),
    deadLetters && Promise.all(deadLetters.map(counted)),
  ]);
  return {
    jobs: NOTED_JOBS.flatMap((job) => stateOf(job, outcomes) ?? []),
    ...(waiting && { deadLetters: waiting }),
  };
}

async function counted({ queue, count }: DeadLetters) {
  try {
    return { queue, messages: await count() };
  } catch (error) {
    logError('a queue did not say what waits in it', error, { queue });
    return { queue };
  }
}

function stateOf(job: NotedJob, outcomes: readonly JobOutcome[]): JobState | undefined {
  const all = outcomes.filter((outcome) => outcome.job === job);
  const whole = all.find(({ part }) => part === undefined);
  if (!whole) return undefined;
  const of = whole.report?.['shards'];
  if (of === undefined || !hasEnded(whole)) return { job, ...summary([whole]) };
  // What is left of a run before is none of its parts.
  const parts = all.filter((each) => each.part !== undefined && each.startedAt >= whole.startedAt);
  const ended = parts.filter(hasEnded);
  const sum = summary([...parts, { ...whole, report: {} }]);
  const through = ended.length >= of;
  const state = sum.state === 'done' && !through ? 'running' : sum.state;
  return { job, ...sum, state, parts: { ended: ended.length, of } };
}

const hasEnded = ({ startedAt, endedAt }: JobOutcome): boolean =>
  endedAt !== undefined && endedAt >= startedAt;

/** Runs that are one: it begins with the first, ends with the last, and fails with any. */
function summary(runs: readonly JobOutcome[]): Omit<JobState, 'job'> {
  const started = runs.map(({ startedAt }) => startedAt).toSorted();
  const ended = runs.flatMap(({ endedAt }) => endedAt ?? []).toSorted();
  const over = runs.filter(hasEnded);
  const errors = over.flatMap(({ error }) => error ?? []);
  const { 0: startedAt = '' } = started;
  const endedAt = ended.at(-1);
  return {
    state: errors.length > 0 ? 'failed' : over.length < runs.length ? 'running' : 'done',
    startedAt,
    ...(endedAt !== undefined && { endedAt }),
    report: added(over),
    errors,
  };
}

function added(runs: readonly JobOutcome[]): JobReport {
  const sums: Record<string, number> = {};
  for (const [what, count] of runs.flatMap(({ report = {} }) => Object.entries(report))) {
    sums[what] = (sums[what] ?? 0) + count;
  }
  return sums;
}
