import { packagePath } from '../client/npm-protocol.ts';
import { request } from '../client/request.ts';
import { type Transfer, transfer } from '../client/transfer.ts';
import { SCOPE } from '../documents/library.ts';
import { alternate, type Bench, type Contestant } from '../harness/bench.ts';
import { whileAllProxying } from '../harness/proxying.ts';
import { median } from '../harness/statistics.ts';
import { number } from '../report/format.ts';
import { flowingPath, serveFlowing } from '../upstream/flow.ts';
import { type LoopbackUpstream, startLoopback } from '../upstream/loopback.ts';
import type { Chapter, Wanted } from './chapter.ts';
import { failed, type Measurement, type Measurements, type RowDefinition } from './row.ts';
import { atMost } from './target.ts';

const MEGABYTE = 1_000_000;
const SIZE = 50 * MEGABYTE;
const QUICK_SIZE = 5 * MEGABYTE;
const NAME = `${SCOPE}/large`;

interface RateRow extends RowDefinition {
  readonly rate: number;
}

const rows: readonly RateRow[] = [50, 5].map((rate) => ({
  id: `proxy-first-byte-${rate}`,
  title: `first byte of a tarball of 50 MB that is not kept, after the upstream's own, which sends ${rate} MB/s`,
  unit: 'ms',
  better: 'less',
  target: atMost(200, 'ms'),
  rate: rate * MEGABYTE,
}));

/** How long a client waits for what is not kept. */
export const proxyFirstByte: Chapter = {
  rows,
  measure: async (bench, wanted, done) => {
    const upstream = await startLoopback();
    try {
      await whileAllProxying(
        bench,
        { upstream: upstream.url, purpose: 'first-byte' },
        async (contestants) => measureRows(bench, { upstream, contestants, wanted }, done),
      );
    } finally {
      await upstream.close();
    }
  },
};

/** Each of them is asked for once. */
const versionOf = (row: RateRow, round: number): string => `${row.rate / MEGABYTE}.${round}.0`;

interface Scene {
  readonly upstream: LoopbackUpstream;
  readonly contestants: readonly Contestant[];
  readonly wanted: Wanted;
}

async function measureRows(
  bench: Bench,
  { upstream, contestants, wanted }: Scene,
  done: Parameters<Chapter['measure']>[2],
): Promise<void> {
  const { rounds, quick } = bench.options;
  const size = quick ? QUICK_SIZE : SIZE;
  const versions = rows.flatMap((row) =>
    Array.from({ length: rounds }, (_, round) => ({
      version: versionOf(row, round),
      size,
      rate: row.rate,
    })),
  );
  serveFlowing(upstream, NAME, versions);
  // Whoever asks for a tarball has read the document.
  for (const { server } of contestants) await request(`${server.url}${packagePath(NAME)}`);
  for (const row of rows.filter(({ id }) => wanted(id))) {
    const path = (round: number): string => flowingPath(NAME, versionOf(row, round));
    const results = await alternate(contestants, rounds, async ({ server }, round) => ({
      own: await transfer(`${upstream.url}${path(round)}`),
      through: await transfer(`${server.url}${path(round)}`),
    }));
    const measurements: Measurements = {};
    for (const [{ registry }, pairs] of results) {
      measurements[registry.name] = summarise(pairs, size);
    }
    done({ ...row, measurements });
  }
}

interface Pair {
  /** The upstream's own. */
  readonly own: Transfer;
  readonly through: Transfer;
}

function summarise(pairs: readonly Pair[], size: number): Measurement {
  const bad = pairs.find(
    ({ through: { status, complete, bytes } }) => status !== 200 || !complete || bytes !== size,
  );
  if (bad) return failed(`answered ${bad.through.status} with ${bad.through.bytes} bytes`);
  const rounds = pairs.map(({ own, through }) => through.first - own.first);
  const times = median(pairs.map(({ own, through }) => through.whole / own.whole));
  return {
    value: median(rounds),
    rounds,
    note: `all of it in ${number(times)} × the upstream's time`,
    details: { '× whole': times },
  };
}
