import type { TrustedOwner } from '#domain/ci/issuers.ts';
import { type OwnerName, ownerKey } from '#domain/ci/owner-name.ts';
import { findItem, itemsOf, listItems } from '#store/items.ts';
import type { TableReader } from '#store/table.ts';

const PARTITION = 'trusted-owners';

export async function findOwnerName(
  table: TableReader,
  owner: TrustedOwner,
): Promise<OwnerName | undefined> {
  const item = await findItem(table, 'ownerName', PARTITION, ownerKey(owner));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the item
  return item as OwnerName | undefined;
}

/** Names of all that ever were trusted owners, by their keys. */
export async function listOwnerNames(table: TableReader): Promise<ReadonlyMap<string, OwnerName>> {
  const items = await listItems(table, { partition: PARTITION });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the items
  const names = itemsOf('ownerName', items) as unknown as readonly OwnerName[];
  return new Map(names.map((name) => [ownerKey(name), name]));
}
