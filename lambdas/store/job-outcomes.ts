import { itemsOf, listItems } from '#store/items.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';
import type { Item, TableClient, TableReader } from '#store/table.ts';

const { name: TableName, partitionKey, sortKey } = TABLE_SCHEMA;

export const JOB_OUTCOMES = 'job-outcomes';

/** What leaves an outcome; not every registry has all of it. */
export const NOTED_JOBS = [
  'rebuild',
  'gc',
  'downloads',
  'edge-log',
  'popularity',
  'trust-root',
  'canary',
] as const;
export type NotedJob = (typeof NOTED_JOBS)[number];

/** A job, or a part of one that is worked on by several. */
export interface JobPart {
  readonly job: NotedJob;
  readonly part?: number | undefined;
}

/** Numbers of what was done. */
export type JobReport = Readonly<Record<string, number>>;

/** How a job went the last time; a run that is under way has begun after the last end. */
export interface JobOutcome extends JobPart {
  /** ISO times. */
  readonly startedAt: string;
  /** Of the run before, while one is under way; undefined: none has ended yet. */
  readonly endedAt?: string;
  /** Undefined: it went well. */
  readonly error?: string;
  readonly report?: JobReport;
}

/** Characters of an error that are kept. */
const LONGEST_ERROR = 1000;

const keyOf = ({ job, part }: JobPart): Item => ({
  [partitionKey]: JOB_OUTCOMES,
  [sortKey]: part === undefined ? job : `${job}#${part}`,
});

/** Notes that a run has begun; what the last one left stays until this one ends. */
export async function noteStart(table: TableClient, job: JobPart, at: Date): Promise<void> {
  await update(table, job, { startedAt: at.toISOString() }, []);
}

/** How a run went: what it reports, or what it failed with. */
export type JobEnd = { readonly report: JobReport } | { readonly error: string };

export async function noteEnd(
  table: TableClient,
  job: JobPart,
  run: { readonly startedAt: Date; readonly endedAt: Date; readonly end: JobEnd },
): Promise<void> {
  const { end } = run;
  const times = { startedAt: run.startedAt.toISOString(), endedAt: run.endedAt.toISOString() };
  if ('report' in end) await update(table, job, { ...times, report: end.report }, ['error']);
  else {
    const error = end.error.slice(0, LONGEST_ERROR).toWellFormed();
    await update(table, job, { ...times, error }, ['report']);
  }
}

async function update(
  table: TableClient,
  job: JobPart,
  values: Readonly<Record<string, unknown>>,
  gone: readonly string[],
): Promise<void> {
  const set = Object.entries({ ...job, ...values, __edb_e__: 'jobOutcome' }).filter(
    ([, value]) => value !== undefined,
  );
  const setting = set.map((_, at) => `#s${at} = :s${at}`).join(', ');
  const removing = gone.map((_, at) => `#g${at}`).join(', ');
  await table.write('UpdateItem', {
    TableName,
    Key: keyOf(job),
    UpdateExpression: `SET ${setting}${removing && ` REMOVE ${removing}`}`,
    ExpressionAttributeNames: {
      ...Object.fromEntries(set.map(([field], at) => [`#s${at}`, field])),
      ...Object.fromEntries(gone.map((field, at) => [`#g${at}`, field])),
    },
    ExpressionAttributeValues: Object.fromEntries(set.map(([, value], at) => [`:s${at}`, value])),
  });
}

/** Of each job and part that ever ran, the last outcome. */
export async function listJobOutcomes(table: TableReader): Promise<readonly JobOutcome[]> {
  const items = await listItems(table, { partition: JOB_OUTCOMES });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written above
  return itemsOf('jobOutcome', items) as unknown as readonly JobOutcome[];
}
