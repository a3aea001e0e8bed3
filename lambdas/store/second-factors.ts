import type { SecondFactor } from '#domain/second-factor/second-factor.ts';
import type { UserName } from '#domain/user.ts';
import { findItem } from '#store/items.ts';
import type { TableReader } from '#store/table.ts';

/** A user's second factor as it is now; of who never had one, an empty one of no revision. */
export async function findSecondFactor(table: TableReader, user: UserName): Promise<SecondFactor> {
  const item = await findItem(table, 'secondFactor', `second-factor#${user}`, 'second-factor');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the item
  return (item as SecondFactor | undefined) ?? { user, rev: 0 };
}
