import { packWithNoise, SCOPE } from '../documents/library.ts';
import {
  alternate,
  type Bench,
  type Contestant,
  emptyFolder,
  whileCompeting,
} from '../harness/bench.ts';
import { median, percentile, sum } from '../harness/statistics.ts';
import type { Chapter } from './chapter.ts';
import type { Measurements, Row, RowDefinition } from './row.ts';
import { own, timesPeer } from './target.ts';
import { type Outcome, publishAtOnce, publishFailure, publishInTurn } from './timed-publishes.ts';

const TARBALL = 10_000;
/** As many as keep a server busy for longer than it may put off what it does behind its answers. */
const NEW_PACKAGES = 150;
/** By then a server that compiles while it runs is as fast as it gets. */
const WARM_UP = 600;
const PUBLISHERS = 20;
const CONCURRENT_ROUNDS = 5;
const BLOCK = 10;
const BLOCKS = 20;
const FLAT = 1.5;

const base = { unit: 'ms', better: 'less' } as const;
const inTurn: RowDefinition = {
  ...base,
  id: 'publish-new',
  title: 'publish new packages one at a time, p50',
  target: timesPeer(2, 'pnpr'),
};
const atOnce: RowDefinition = {
  ...base,
  id: 'publish-concurrent',
  title: `${PUBLISHERS} concurrent publishers of an existing package, p50`,
  target: timesPeer(2, 'pnpr'),
};
const series: RowDefinition = {
  ...base,
  id: 'publish-series',
  title: `publish ${BLOCK * BLOCKS} versions of one package: the last ten, p50`,
  target: own(
    `at most ${FLAT} × the first ten`,
    ({ details }) => Number(details?.['× the first ten']) <= FLAT,
  ),
};

/** Publishing, into registries that are empty at first. */
export const publishing: Chapter = {
  rows: [inTurn, atOnce, series],
  measure: async (bench, wanted, done) => {
    const folders = new Map<string, string>();
    for (const { name } of bench.registries) {
      folders.set(name, await emptyFolder(bench, name, 'publish'));
    }
    await whileCompeting(
      bench.registries,
      ({ name }) => folders.get(name) ?? '',
      async (contestants) => {
        await warmUp(contestants);
        if (wanted(inTurn.id)) done(await measureInTurn(bench, contestants));
        if (wanted(atOnce.id)) done(await measureAtOnce(bench, contestants));
        if (wanted(series.id)) done(await measureSeries(bench, contestants));
      },
    );
  },
};

async function warmUp(contestants: readonly Contestant[]): Promise<void> {
  const publications = Array.from({ length: WARM_UP }, (_, index) =>
    packWithNoise(`${SCOPE}/warm-${index}`, '1.0.0', TARBALL),
  );
  for (const contestant of contestants) await publishInTurn(contestant, publications);
}

async function measureInTurn(bench: Bench, contestants: readonly Contestant[]): Promise<Row> {
  const results = await alternate(contestants, bench.options.rounds, (contestant, round) =>
    publishInTurn(
      contestant,
      Array.from({ length: NEW_PACKAGES }, (_, index) =>
        packWithNoise(`${SCOPE}/new-${round}-${index}`, '1.0.0', TARBALL),
      ),
    ),
  );
  return rowOf(inTurn, results, { [`${SCOPE}/new-0-0`]: 1 });
}

async function measureAtOnce(bench: Bench, contestants: readonly Contestant[]): Promise<Row> {
  const rounds = bench.options.quick ? 1 : CONCURRENT_ROUNDS;
  const name = `${SCOPE}/busy`;
  for (const contestant of contestants) {
    await publishInTurn(contestant, [packWithNoise(name, '0.0.0', TARBALL)]);
  }
  const results = await alternate(contestants, rounds, (contestant, round) =>
    publishAtOnce(contestant, versions(name, round * PUBLISHERS, PUBLISHERS)),
  );
  return rowOf(atOnce, results, { [name]: 1 + rounds * PUBLISHERS });
}

async function measureSeries(bench: Bench, contestants: readonly Contestant[]): Promise<Row> {
  const blocks = bench.options.quick ? 4 : BLOCKS;
  const name = `${SCOPE}/long`;
  const results = await alternate(contestants, blocks, (contestant, block) =>
    publishInTurn(contestant, versions(name, block * BLOCK, BLOCK)),
  );
  const row = await rowOf(series, results, { [name]: blocks * BLOCK });
  const measurements: Measurements = {};
  for (const [{ registry }, outcomes] of results) {
    const measurement = row.measurements[registry.name];
    if (!measurement) continue;
    const first = median(outcomes[0]?.milliseconds ?? []);
    const last = median(outcomes.at(-1)?.milliseconds ?? []);
    measurements[registry.name] = {
      ...measurement,
      value: last,
      note: `the first ten ${first.toFixed(1)} ms`,
      details: { ...measurement.details, '× the first ten': last / first },
    };
  }
  return { ...row, measurements };
}

const versions = (
  name: string,
  from: number,
  count: number,
): readonly ReturnType<typeof packWithNoise>[] =>
  Array.from({ length: count }, (_, index) => packWithNoise(name, `1.0.${from + index}`, TARBALL));

async function rowOf(
  row: RowDefinition,
  results: ReadonlyMap<Contestant, readonly Outcome[]>,
  packages: Readonly<Record<string, number>>,
): Promise<Row> {
  const measurements: Measurements = {};
  for (const [contestant, outcomes] of results) {
    const milliseconds = outcomes.flatMap((outcome) => outcome.milliseconds);
    const cpu = sum(outcomes.map(({ cpuMilliseconds }) => cpuMilliseconds));
    measurements[contestant.registry.name] = {
      value: median(milliseconds),
      rounds: outcomes.map((outcome) => median(outcome.milliseconds)),
      ...(await publishFailure(contestant, outcomes, packages)),
      details: {
        'p50 ms': median(milliseconds),
        'p99 ms': percentile(milliseconds, 0.99),
        'CPU ms': cpu / milliseconds.length,
        'others %': 100 * median(outcomes.map(({ foreign }) => foreign)),
        requests: milliseconds.length,
      },
    };
  }
  return { ...row, measurements };
}
