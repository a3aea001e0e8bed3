import { library } from '../documents/library.ts';
import { type Bench, folderOf, whileCompeting } from '../harness/bench.ts';
import { median } from '../harness/statistics.ts';
import type { Registry } from '../registries/registry.ts';
import { verdaccioAsShipped } from '../registries/verdaccio.ts';
import { number } from '../report/format.ts';
import { seedLibrary } from '../seed/seed.ts';
import type { Chapter } from './chapter.ts';
import { type Entry, measureEntries } from './load-row.ts';
import { smallDocument } from './read-rows.ts';
import type { Measurements, Row, RowDefinition } from './row.ts';
import { own } from './target.ts';

const definition = {
  unit: 'requests/s',
  better: 'more',
  target: own('0.9 × without', ({ details }) => Number(details?.['× without']) >= 0.9),
} as const;
const withToken: RowDefinition = {
  ...definition,
  id: 'token',
  title: 'packument of 1 version, gzip, with a token',
};
const asShipped: RowDefinition = {
  ...definition,
  id: 'token-as-shipped',
  title: 'packument of 1 version, gzip, with a token, as shipped',
};

/** What it costs to say who asks. */
export const token: Chapter = {
  rows: [withToken, asShipped],
  measure: async (bench, wanted, done) => {
    if (wanted(withToken.id)) done(await compare(bench, withToken, bench.registries));
    if (wanted(asShipped.id)) {
      const shipped = bench.registries.map((registry) =>
        registry.name === 'verdaccio' ? verdaccioAsShipped : registry,
      );
      done(await compare(bench, asShipped, shipped));
    }
  },
};

/** Without and with a token over the same servers. */
async function compare(
  bench: Bench,
  row: RowDefinition,
  registries: readonly Registry[],
): Promise<Row> {
  const folder = ({ name }: Registry): string => folderOf(bench, name, row.id);
  const packages = library(['small']);
  for (const registry of registries) await seedLibrary(registry, folder(registry), packages);
  return whileCompeting(registries, folder, async (contestants) => {
    const pairs = contestants.map((contestant) => ({
      contestant,
      without: { contestant, row: smallDocument },
      with: { contestant, row: { ...smallDocument, token: true } },
    }));
    const entries = pairs.flatMap((pair) => [pair.without, pair.with]);
    const results = await measureEntries<Entry>(bench, entries);
    const measurements: Measurements = {};
    for (const pair of pairs) {
      const anonymous = results.get(pair.without);
      const named = results.get(pair.with);
      if (!anonymous || !named) continue;
      const share = median(
        named.rounds.map((value, round) => value / (anonymous.rounds[round] ?? 0)),
      );
      measurements[pair.contestant.registry.name] = {
        ...named,
        note: `${number(share)} × without`,
        details: { ...named.details, '× without': share },
      };
    }
    return { ...row, measurements };
  });
}
