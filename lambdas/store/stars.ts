import type { PackageName } from '#domain/package-name.ts';
import type { UserName } from '#domain/user.ts';
import { findItem, itemsOf, listItems } from '#store/items.ts';
import { packagePartition } from '#store/packages.ts';
import type { Item, TableReader } from '#store/table.ts';

/** Stars sort behind a package's versions, so that these are read without them. */
export const FIRST_STAR = 'zstar#';

interface Star {
  readonly name: PackageName;
  readonly user: UserName;
}

/** Who starred a package; a document shows at most `limit` of them. */
export async function listStarring(
  table: TableReader,
  name: PackageName,
  limit: number,
): Promise<readonly UserName[]> {
  const query = { partition: packagePartition(name), from: FIRST_STAR, limit };
  const { items } = await table.page(query);
  return starsOf(items).map(({ user }) => user);
}

/** What a user starred. */
export async function listStarred(
  table: TableReader,
  user: UserName,
): Promise<readonly PackageName[]> {
  const query = { partition: `user#${user}`, index: 'gsi1', from: 'star#', before: 'star$' };
  return starsOf(await listItems(table, query)).map(({ name }) => name);
}

export async function hasStarred(
  table: TableReader,
  name: PackageName,
  user: UserName,
): Promise<boolean> {
  const item = await findItem(table, 'star', packagePartition(name), `${FIRST_STAR}${user}`);
  return item !== undefined;
}

const starsOf = (items: readonly Item[]): readonly Star[] =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the items
  itemsOf('star', items) as unknown as readonly Star[];
