import type { Item, PartitionQuery, TableReader } from '#store/table.ts';

import { TABLE_SCHEMA } from './table-schema.ts';

/*
 * Reads take items as they are: electrodb, which writes them, would work longer on reading one than the
 * table does, and much longer on thousands; and a Lambda that only reads starts without it.
 */

const { partitionKey, sortKey } = TABLE_SCHEMA;
/** What an item holds besides its entity's attributes: keys, and electrodb's marks. */
export const BOOKKEEPING = new Set([partitionKey, sortKey, '__edb_e__', '__edb_v__']);
for (const index of TABLE_SCHEMA.indexes) {
  BOOKKEEPING.add(index.partitionKey).add(index.sortKey);
}

/** The entity that wrote an item, by the name in its model. */
export type EntityName =
  | 'package'
  | 'release'
  | 'star'
  | 'lookAlike'
  | 'user'
  | 'firstAdmin'
  | 'token'
  | 'change'
  | 'upstreamTarball';

/** The item of an entity under a key, as it was last written. */
export async function findItem(
  table: TableReader,
  entity: EntityName,
  partition: string,
  sort: string,
): Promise<Item | undefined> {
  const [item] = await table.find([{ partition, sort }]);
  return item && itemsOf(entity, [item])[0];
}

/** All items that a query finds, page after page. */
export async function listItems(
  table: TableReader,
  query: PartitionQuery,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of pagesOf(table, query)) items.push(...page);
  return items;
}

/** The pages of a query as they come. */
export async function* pagesOf(
  table: TableReader,
  query: PartitionQuery,
): AsyncGenerator<readonly Item[]> {
  let start: Item | undefined;
  do {
    const { items, next } = await table.page(query, start);
    yield items;
    start = next;
  } while (start);
}

/** The items of one entity, without their keys and what electrodb marks them with. */
export function itemsOf(entity: EntityName, items: readonly Item[]): readonly Item[] {
  return items.filter((item) => item['__edb_e__'] === entity).map(ownAttributes);
}

function ownAttributes(item: Item): Item {
  const own: Record<string, unknown> = {};
  for (const key of Object.keys(item)) if (!BOOKKEEPING.has(key)) own[key] = item[key];
  return own;
}
