import type { User, UserName } from '#domain/user.ts';
import { itemsOf } from '#store/items.ts';
import { shardedCount } from '#store/sharded-count.ts';
import type { TableClient, TableReader } from '#store/table.ts';

import { TABLE_SCHEMA } from './table-schema.ts';

/** Partition of the index that has all users, by name: few sign up in a second, so that one is enough. */
export const USERS = 'users';

const { name: TableName, partitionKey, sortKey, indexes } = TABLE_SCHEMA;
const [index] = indexes;

/** Who is listed is counted; a backup has the number too. */
export const userCount = shardedCount('user-count');

/** Which users are wanted. */
interface Wanted {
  /** What their names begin with; empty: all. */
  readonly prefix: string;
  /** The last name that was shown. */
  readonly after?: string | undefined;
  readonly size: number;
}

export interface UserPage {
  /** By name, as an index knows them: a moment late. */
  readonly users: readonly User[];
  /** The last of these, where there are more. */
  readonly next: string | undefined;
}

/** A page of the registry's users. */
export async function listUsers(
  table: TableReader,
  { prefix, after, size }: Wanted,
): Promise<UserPage> {
  // Of what names are made of, nothing comes before `!` and nothing after `~`.
  const from = after === undefined ? prefix : `${after}!`;
  const { items } = await table.page({
    partition: USERS,
    index: 'gsi1',
    ...(from !== '' && { from }),
    ...(prefix !== '' && { before: `${prefix}~` }),
    limit: size + 1,
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the items
  const users = itemsOf('user', items) as unknown as readonly User[];
  const shown = users.slice(0, size);
  return { users: shown, next: users.length > size ? shown.at(-1)?.name : undefined };
}

/** Lists, and counts, a user who signed up before there was a list, when they log in. */
export async function listUser(table: TableClient, name: UserName): Promise<void> {
  if (!index) return;
  const key = { partition: `user#${name}`, sort: 'user' };
  const [user] = await table.find([key]);
  if (!user || user[index.partitionKey] !== undefined) return;
  const listing = {
    Update: {
      TableName,
      Key: { [partitionKey]: key.partition, [sortKey]: key.sort },
      UpdateExpression: 'SET #pk = :users, #sk = :name',
      // Of two who log in at once one is listed, and the other need not be.
      ConditionExpression: 'attribute_exists(#key) AND attribute_not_exists(#pk)',
      ExpressionAttributeNames: {
        '#pk': index.partitionKey,
        '#sk': index.sortKey,
        '#key': partitionKey,
      },
      ExpressionAttributeValues: { ':users': USERS, ':name': name },
    },
  };
  try {
    await table.write('TransactWriteItems', { TransactItems: [listing, userCount.more()] });
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'TransactionCanceledException') throw error;
  }
}
