import { gunzipSync } from 'node:zlib';

import { bearer } from '../client/npm-protocol.ts';
import { type Answer, request } from '../client/request.ts';
import { alternate, type Bench, type Contestant } from '../harness/bench.ts';
import { load, type LoadResult } from '../harness/load.ts';
import { median, sum } from '../harness/statistics.ts';
import {
  failed,
  type Measurement,
  type Measurements,
  type Row,
  type RowDefinition,
} from './row.ts';

/** A row in which every registry is asked the same thing as often as it can answer. */
export interface LoadRow extends RowDefinition {
  readonly path: string;
  readonly pathsFile?: string;
  readonly connections: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sends back the ETag of the first answer; a registry without ETags answers in full. */
  readonly conditional?: boolean;
  readonly token?: boolean;
}

/** A registry and what it is asked. */
export interface Entry {
  readonly contestant: Contestant;
  readonly row: LoadRow;
}

/** An entry with its request made out and how long a round with it must last. */
interface Prepared extends Entry {
  readonly answer: Answer;
  readonly headers: Readonly<Record<string, string>>;
  /** How long one answer takes when nobody else asks. */
  readonly alone: number;
  readonly seconds: number;
}

const EXPECTED = new Set([200, 304]);
/** A saturated registry answers all connections about so many times a round. */
const TURNS = 4;
const LONGEST = 25;
const LONGEST_QUICK = 8;
/** A document compressed anew may be some bytes shorter. */
const SAME_LENGTH = 0.95;
/** Answers that take longer than so many seconds are warm after the two that prepare a row. */
const WARM_UP_BELOW = 0.05;

/** Measures a row. */
export async function measureLoad(
  bench: Bench,
  contestants: readonly Contestant[],
  row: LoadRow,
): Promise<Row> {
  const entries = contestants.map((contestant) => ({ contestant, row }));
  const results = await measureEntries(bench, entries);
  const measurements: Measurements = {};
  for (const [{ contestant }, measurement] of results) {
    measurements[contestant.registry.name] = measurement;
  }
  return { ...row, measurements };
}

/** Measures what is to be compared, in alternating rounds. */
export async function measureEntries<E extends Entry>(
  { options }: Bench,
  entries: readonly E[],
): Promise<ReadonlyMap<E, Measurement>> {
  const measurements = new Map<E, Measurement>();
  const prepared = new Map<E, Prepared>();
  for (const entry of entries) {
    const ready = await prepare(entry, options.seconds, options.quick ? LONGEST_QUICK : LONGEST);
    if (EXPECTED.has(ready.answer.status)) prepared.set(entry, ready);
    else measurements.set(entry, failed(`answers ${ready.answer.status}`));
  }
  const quick = [...prepared.values()].filter(({ alone }) => alone < WARM_UP_BELOW);
  for (const ready of quick) await loadOnce(ready, 1);
  const results = await alternate([...prepared], options.rounds, ([, ready]) =>
    loadOnce(ready, ready.seconds),
  );
  for (const [[entry, ready], rounds] of results) {
    measurements.set(entry, summarise(ready, rounds));
  }
  return measurements;
}

const loadOnce = ({ contestant, row, headers }: Prepared, seconds: number): Promise<LoadResult> =>
  load(contestant.server, { ...row, headers, seconds });

/** Asks twice: the first answer brings the ETag and warms up, the second says how long one takes. */
async function prepare(
  { contestant, row }: Entry,
  seconds: number,
  longest: number,
): Promise<Prepared> {
  const { server, token } = contestant;
  const headers = { ...row.headers, ...(row.token ? bearer(token) : {}) };
  const first = await request(`${server.url}${row.path}`, { headers });
  const etag = first.headers['etag'];
  const conditional =
    row.conditional && typeof etag === 'string' ? { 'if-none-match': etag } : undefined;
  const asked = { ...headers, ...conditional };
  const started = performance.now();
  const answer = await request(`${server.url}${row.path}`, { headers: asked });
  const alone = (performance.now() - started) / 1000;
  const needed = Math.ceil(alone * row.connections * TURNS);
  const length = Math.min(longest, Math.max(seconds, needed));
  return { contestant, row, answer, headers: asked, alone, seconds: length };
}

function summarise({ row, answer }: Prepared, rounds: readonly LoadResult[]): Measurement {
  const values = rounds.map(({ perSecond, bytesPerSecond }) =>
    row.unit === 'MB/s' ? bytesPerSecond / 1e6 : perSecond,
  );
  const requests = sum(rounds.map((round) => round.requests));
  const cpu = sum(rounds.map((round) => round.cpuMilliseconds)) / requests;
  return {
    value: median(values),
    rounds: values,
    ...failureOf({ row, answer }, rounds),
    ...(row.conditional && answer.status !== 304 ? { note: 'no ETag: answers in full' } : {}),
    details: {
      'p50 ms': median(rounds.map((round) => round.p50Milliseconds)),
      'p99 ms': median(rounds.map((round) => round.p99Milliseconds)),
      'CPU ms': cpu,
      'others %': 100 * median(rounds.map((round) => round.foreign)),
      'body bytes': answer.body.length,
      'uncompressed bytes': plainLength(answer),
      requests,
    },
  };
}

/** Requests that failed, or answers that were not what was answered before the load. */
function failureOf(
  { row, answer }: Pick<Prepared, 'row' | 'answer'>,
  rounds: readonly LoadResult[],
): { readonly failure?: string } {
  const requests = sum(rounds.map((round) => round.requests));
  const errors = sum(rounds.map((round) => round.errors));
  if (errors > 0) return { failure: `${errors} of ${requests} requests failed` };
  if (requests === 0) return { failure: 'no request was answered in time' };
  const bytes = sum(rounds.map((round) => round.bytes));
  const cut = !row.pathsFile && bytes < SAME_LENGTH * answer.body.length * requests;
  return cut ? { failure: 'answers were shorter under load' } : {};
}

const plainLength = ({ headers, body }: Answer): number =>
  headers['content-encoding'] === 'gzip' ? gunzipSync(body).length : body.length;
