import type { Item, ItemKey, PartitionQuery, TableReader } from '#store/table.ts';

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
  | 'advisories'
  | 'package'
  | 'release'
  | 'star'
  | 'lookAlike'
  | 'user'
  | 'firstAdmin'
  | 'token'
  | 'webSession'
  | 'identity'
  | 'secondFactor'
  | 'runToken'
  | 'trustedPublisher'
  | 'ownerName'
  | 'change'
  | 'org'
  | 'member'
  | 'grants'
  | 'scope'
  | 'invite'
  | 'invitation'
  | 'stagedNumber'
  | 'stagedVersion'
  | 'stagingArea'
  | 'upstreamTarball'
  | 'auditEvent'
  | 'download'
  | 'registryDay'
  | 'addressDay'
  | 'missing'
  | 'refused'
  | 'ticket'
  | 'ticketOfAuthor'
  | 'ticketMessage'
  | 'popular'
  | 'downloadMonth'
  | 'catalogueEntry'
  | 'newestVersion'
  | 'biggestPackage'
  | 'publishedMonth'
  | 'dependent'
  | 'publisher'
  | 'totals'
  | 'count'
  | 'shadowing'
  | 'jobOutcome';

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

/** Keys of one request to the table, and requests that are made at once. */
const FOUND_AT_ONCE = 100;
const REQUESTS_AT_ONCE = 8;

/** The items under many keys, in any order. */
export async function findItems(
  table: TableReader,
  keys: readonly ItemKey[],
): Promise<readonly Item[]> {
  // The table takes no key twice in one request.
  const distinct = [...new Map(keys.map((key) => [`${key.partition} ${key.sort}`, key])).values()];
  const found: (Item | undefined)[] = [];
  const step = FOUND_AT_ONCE * REQUESTS_AT_ONCE;
  for (let start = 0; start < distinct.length; start += step) {
    const some = distinct.slice(start, start + step);
    const requests = Array.from({ length: Math.ceil(some.length / FOUND_AT_ONCE) }, async (_, at) =>
      table.find(some.slice(at * FOUND_AT_ONCE, (at + 1) * FOUND_AT_ONCE)),
    );
    found.push(...(await Promise.all(requests)).flat());
  }
  return found.filter((item) => item !== undefined);
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
