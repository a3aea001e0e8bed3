import type { User, UserName } from '#domain/user.ts';
import { findItem, findItems, itemsOf } from '#store/items.ts';
import type { TableReader } from '#store/table.ts';

export async function findUser(table: TableReader, name: UserName): Promise<User | undefined> {
  const item = await findItem(table, 'user', `user#${name}`, 'user');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the item
  return item as User | undefined;
}

/** Those of the users that there are. */
export async function findUsers(
  table: TableReader,
  names: readonly UserName[],
): Promise<readonly User[]> {
  const keys = names.map((name) => ({ partition: `user#${name}`, sort: 'user' }));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the items
  return itemsOf('user', await findItems(table, keys)) as unknown as readonly User[];
}

export async function hasFirstAdmin(table: TableReader): Promise<boolean> {
  return (await findItem(table, 'firstAdmin', 'registry', 'first-admin')) !== undefined;
}
