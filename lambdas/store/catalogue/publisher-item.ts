import { findItems, itemsOf } from '#store/items.ts';
import type { StoredRelease } from '#store/releases.ts';
import { shardedCount } from '#store/sharded-count.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';
import type { TableReader } from '#store/table.ts';

const { name: TableName, partitionKey, sortKey } = TABLE_SCHEMA;

const SORT = 'publisher';
const partitionOf = (name: string): string => `publisher#${name}`;

const counted = shardedCount('publishers');

/** How many people have published a version; runs of CI services are none of them. */
export const countPublishers = counted.read;

/** For each who published since a revision for the first time, the items of a transaction that counts them once. */
export async function newPublishers(
  table: TableReader,
  releases: readonly Pick<StoredRelease, 'rev' | 'run' | 'publisher'>[],
  since: number,
): Promise<readonly (readonly object[])[]> {
  const recent = releases.filter(({ rev, run }) => rev > since && run === undefined);
  const names = new Set(recent.map(({ publisher }) => publisher.name));
  const keys = [...names].map((name) => ({ partition: partitionOf(name), sort: SORT }));
  const known = itemsOf('publisher', await findItems(table, keys)).map(({ name }) => String(name));
  return [...names.difference(new Set(known))].map((name) => [publisherPut(name), counted.more()]);
}

const publisherPut = (name: string): object => ({
  Put: {
    TableName,
    Item: {
      [partitionKey]: partitionOf(name),
      [sortKey]: SORT,
      name,
      __edb_e__: 'publisher',
      __edb_v__: '1',
    },
    ConditionExpression: 'attribute_not_exists(#key)',
    ExpressionAttributeNames: { '#key': partitionKey },
  },
});
