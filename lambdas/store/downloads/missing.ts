import type { DownloadPeriod } from '#domain/downloads/download-period.ts';
import { countFrequent } from '#domain/downloads/frequent.ts';
import type { PackageName } from '#domain/package-name.ts';
import { itemsOf, listItems } from '#store/items.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';
import type { Item, ItemKey, TableReader } from '#store/table.ts';

const { name: TableName, partitionKey, sortKey } = TABLE_SCHEMA;

const PARTITION = 'missing';
/** Names and versions that are kept of a day: what is missed most. Anybody can ask for any name. */
const MOST = 500;

/** How often somebody looked on a day for what is not there, or not for them. */
export interface MissingCount {
  readonly name: PackageName;
  /** Undefined: the package itself. */
  readonly version?: string | undefined;
  /** `2026-11-21`, UTC. */
  readonly day: string;
  readonly times: number;
}

/** What is missed on a day, and the write that adds to it. */
export interface MissingDay {
  readonly day: string;
  readonly missing: readonly MissingCount[];
}

export const missingKey = (day: string, shard: number): ItemKey => ({
  partition: PARTITION,
  sort: `${day}#${shard}`,
});

/** Adds to what was read under the key, on the condition that it still is so. */
export function missingPut(
  { day, missing }: MissingDay,
  shard: number,
  before: Item | undefined,
): object {
  const rev = Number(before?.['rev'] ?? 0);
  const frequent = countFrequent(countsIn(before), MOST);
  for (const { name, version, times } of missing) frequent.add(specOf(name, version), times);
  const key = missingKey(day, shard);
  const Item = {
    [partitionKey]: key.partition,
    [sortKey]: key.sort,
    day,
    rev: rev + 1,
    counts: frequent.state(),
    __edb_e__: 'missing',
    __edb_v__: '1',
  };
  const condition =
    rev === 0
      ? { ConditionExpression: 'attribute_not_exists(#rev)' }
      : { ConditionExpression: '#rev = :rev', ExpressionAttributeValues: { ':rev': rev } };
  return { Put: { TableName, Item, ...condition, ExpressionAttributeNames: { '#rev': 'rev' } } };
}

const specOf = (name: PackageName, version: string | undefined): string =>
  version === undefined ? name : `${name}@${version}`;

const countsIn = (item: Item | undefined): Readonly<Record<string, number>> =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written above
  (item?.['counts'] ?? {}) as Readonly<Record<string, number>>;

/** What was looked for in vain: a name, or `name@version`, and at least how often; the most frequent first. */
export type MissingCounts = (
  period: DownloadPeriod,
) => Promise<readonly (readonly [spec: string, times: number])[]>;

export const createMissingCounts =
  (table: () => TableReader): MissingCounts =>
  async ({ start, end }) => {
    const sums = new Map<string, number>();
    const query = { partition: PARTITION, from: start, before: `${end}$` };
    for (const item of itemsOf('missing', await listItems(table(), query))) {
      for (const [spec, times] of Object.entries(countsIn(item))) {
        sums.set(spec, (sums.get(spec) ?? 0) + times);
      }
    }
    return [...sums].toSorted(([a, some], [b, others]) => others - some || (a < b ? -1 : 1));
  };
