import { addCounts } from '#store/add-counts.ts';
import { itemsOf, listItems } from '#store/items.ts';
import type { TableReader } from '#store/table.ts';

/** Who adds at the same time seldom adds to the same item. */
const SHARDS = 64;

/** How many there are of something: each is added in the transaction that makes it. */
export interface ShardedCount {
  /** Adds one, as an item of a transaction. */
  readonly more: () => object;
  readonly read: (table: TableReader) => Promise<number>;
}

export const shardedCount = (partition: string): ShardedCount => ({
  more: () => {
    const key = { partition, sort: String(Math.floor(Math.random() * SHARDS)) };
    return addCounts({ key, entity: 'count' }, [['count', 1]]);
  },
  async read(table) {
    const shards = itemsOf('count', await listItems(table, { partition }));
    return shards.reduce((sum, { count }) => sum + Number(count), 0);
  },
});
