import { itemsOf, listItems } from '#store/items.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';
import type { TableReader } from '#store/table.ts';

const { name: TableName, partitionKey, sortKey } = TABLE_SCHEMA;

/** Who adds at the same time seldom adds to the same item. */
const SHARDS = 64;

/** How many there are of something: each is added in the transaction that makes it. */
export interface ShardedCount {
  /** Adds one, as an item of a transaction. */
  readonly more: () => object;
  readonly read: (table: TableReader) => Promise<number>;
}

export const shardedCount = (partition: string): ShardedCount => ({
  more: () => ({
    Update: {
      TableName,
      Key: {
        [partitionKey]: partition,
        [sortKey]: String(Math.floor(Math.random() * SHARDS)),
      },
      UpdateExpression: 'SET #entity = :entity ADD #count :one',
      ExpressionAttributeNames: { '#entity': '__edb_e__', '#count': 'count' },
      ExpressionAttributeValues: { ':entity': 'count', ':one': 1 },
    },
  }),
  async read(table) {
    const shards = itemsOf('count', await listItems(table, { partition }));
    return shards.reduce((sum, { count }) => sum + Number(count), 0);
  },
});
