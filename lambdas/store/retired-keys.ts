import type { PublicKey } from '#store/signer.ts';
import type { Item, ItemKey, TableReader } from '#store/table.ts';

import { TABLE_SCHEMA } from './table-schema.ts';

/*
 * Public keys that signed versions of this registry and sign no more: a restore can't always bring the private
 * one along, and signatures that nobody can verify would make every install of `npm audit signatures` fail.
 */

const KEY: ItemKey = { partition: 'signing-keys', sort: 'retired' };

export async function findRetiredKeys(table: TableReader): Promise<readonly PublicKey[]> {
  const [item] = await table.find([KEY]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written as below
  return (item?.['keys'] ?? []) as readonly PublicKey[];
}

/** The item that lists them. */
export const retiredKeysItem = (keys: readonly PublicKey[]): Item => ({
  [TABLE_SCHEMA.partitionKey]: KEY.partition,
  [TABLE_SCHEMA.sortKey]: KEY.sort,
  keys,
});

export const isRetiredKeys = (item: Item): boolean =>
  item[TABLE_SCHEMA.partitionKey] === KEY.partition && item[TABLE_SCHEMA.sortKey] === KEY.sort;
