import type { Identity } from '#domain/sso/identity.ts';
import type { UserName } from '#domain/user.ts';
import { findItem, itemsOf, listItems } from '#store/items.ts';
import type { TableReader } from '#store/table.ts';

export async function findIdentity(table: TableReader, id: string): Promise<Identity | undefined> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the item
  return (await findItem(table, 'identity', `identity#${id}`, 'identity')) as Identity | undefined;
}

/** What a user signs in with, oldest first. */
export async function listIdentities(
  table: TableReader,
  user: UserName,
): Promise<readonly Identity[]> {
  const query = {
    partition: `user#${user}`,
    index: 'gsi1',
    from: 'identity#',
    before: 'identity$',
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the items
  return itemsOf('identity', await listItems(table, query)) as readonly unknown[] as Identity[];
}
