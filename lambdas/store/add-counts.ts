import type { EntityName } from '#store/items.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';
import type { ItemKey } from '#store/table.ts';

const { name: TableName, partitionKey, sortKey } = TABLE_SCHEMA;

/** An item of which only its counters are ever changed. */
interface Counters {
  readonly key: ItemKey;
  readonly entity: EntityName;
  /** What it has besides. */
  readonly more?: Readonly<Record<string, string>>;
}

/**
 * Adds to counters of an item, as an item of a transaction; both are made where they are missing. It needs no condition: whoever
 * else adds, the sum is right.
 */
export function addCounts(
  { key, entity, more = {} }: Counters,
  counts: readonly (readonly [counter: string, count: number])[],
): object {
  const set = Object.entries({ __edb_e__: entity, ...more });
  const setting = set.map((_, at) => `#s${at} = :s${at}`).join(', ');
  const adding = counts.map((_, at) => `#c${at} :c${at}`).join(', ');
  return {
    Update: {
      TableName,
      Key: { [partitionKey]: key.partition, [sortKey]: key.sort },
      UpdateExpression: `SET ${setting} ADD ${adding}`,
      ExpressionAttributeNames: {
        ...Object.fromEntries(set.map(([field], at) => [`#s${at}`, field])),
        ...Object.fromEntries(counts.map(([counter], at) => [`#c${at}`, counter])),
      },
      ExpressionAttributeValues: {
        ...Object.fromEntries(set.map(([, value], at) => [`:s${at}`, value])),
        ...Object.fromEntries(counts.map(([, count], at) => [`:c${at}`, count])),
      },
    },
  };
}
