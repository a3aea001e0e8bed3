import type { DownloadPeriod } from '#domain/downloads/download-period.ts';
import { countFrequent } from '#domain/downloads/frequent.ts';
import { type EntityName, itemsOf, listItems } from '#store/items.ts';
import { revPut } from '#store/rev-put.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';
import type { Item, ItemKey, TableReader } from '#store/table.ts';

const { partitionKey, sortKey } = TABLE_SCHEMA;

/** How often something came on a day. */
export interface DayCount {
  readonly key: string;
  readonly times: number;
}

/** What is most frequent on each day, in shards, of which each keeps so many keys. */
export interface FrequentDays {
  readonly keyOf: (day: string, shard: number) => ItemKey;
  /** Adds to what was read under the key, on the condition that it still is so. */
  readonly put: (
    place: { readonly day: string; readonly shard: number },
    counts: Iterable<DayCount>,
    before: Item | undefined,
  ) => object;
  /** Sums of a period by key, each at most what came. */
  readonly sums: (
    table: TableReader,
    period: DownloadPeriod,
  ) => Promise<ReadonlyMap<string, number>>;
}

/** `entity` is its partition too. */
export function frequentDays(entity: EntityName, most: number): FrequentDays {
  const keyOf = (day: string, shard: number): ItemKey => ({
    partition: entity,
    sort: `${day}#${shard}`,
  });
  return {
    keyOf,
    put({ day, shard }, counts, before) {
      const rev = Number(before?.['rev'] ?? 0);
      const frequent = countFrequent(countsIn(before), most);
      for (const { key, times } of counts) frequent.add(key, times);
      const { partition, sort } = keyOf(day, shard);
      const item = {
        [partitionKey]: partition,
        [sortKey]: sort,
        day,
        counts: frequent.state(),
        __edb_e__: entity,
        __edb_v__: '1',
      };
      return revPut(item, rev);
    },
    async sums(table, { start, end }) {
      const sums = new Map<string, number>();
      const query = { partition: entity, from: start, before: `${end}$` };
      for (const item of itemsOf(entity, await listItems(table, query))) {
        for (const [key, times] of Object.entries(countsIn(item))) {
          sums.set(key, (sums.get(key) ?? 0) + times);
        }
      }
      return sums;
    },
  };
}

const countsIn = (item: Item | undefined): Readonly<Record<string, number>> =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written above
  (item?.['counts'] ?? {}) as Readonly<Record<string, number>>;
