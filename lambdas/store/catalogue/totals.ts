import type { Visibility } from '#domain/package.ts';
import type { Sums } from '#domain/registry-sums.ts';
import { addCounts } from '#store/add-counts.ts';
import { itemsOf, listItems } from '#store/items.ts';
import type { TableReader } from '#store/table.ts';

import type { Entry } from './entry.ts';

const PARTITION = 'totals';
/** Who adds at the same time seldom adds to the same item. */
const SHARDS = 64;

type Part = Pick<Entry, 'visibility' | 'sums'>;

/** Adds what a package has more, or less, than the sums had of it before; nothing where that is as much. */
export function totalsUpdates(before: Part, after: Part): readonly object[] {
  const more = new Map<string, number>();
  for (const [counter, count] of countersOf(after)) more.set(counter, count);
  for (const [counter, count] of countersOf(before)) {
    more.set(counter, (more.get(counter) ?? 0) - count);
  }
  const changed = [...more].filter(([, count]) => count !== 0);
  return changed.length > 0 ? [update(changed)] : [];
}

const countersOf = ({ visibility, sums }: Part): readonly (readonly [string, number])[] =>
  Object.entries(sums).map(([counter, count]: [string, number]) => [
    `${visibility} ${counter}`,
    count,
  ]);

const update = (changed: readonly (readonly [string, number])[]): object => {
  const shard = Math.floor(Math.random() * SHARDS);
  return addCounts(
    { key: { partition: PARTITION, sort: String(shard) }, entity: 'totals' },
    changed,
  );
};

/** What there is of public and of private packages in the whole registry. */
export async function registryTotals(
  table: TableReader,
): Promise<Readonly<Record<Visibility, Sums>>> {
  const shards = itemsOf('totals', await listItems(table, { partition: PARTITION }));
  const sum = (counter: string): number =>
    shards.reduce((total, shard) => total + Number(shard[counter] ?? 0), 0);
  const sumsOf = (visibility: Visibility): Sums => ({
    packages: sum(`${visibility} packages`),
    versions: sum(`${visibility} versions`),
    bytes: sum(`${visibility} bytes`),
  });
  return { public: sumsOf('public'), private: sumsOf('private') };
}
