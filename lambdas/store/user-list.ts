import type { User, UserName } from '#domain/user.ts';
import { itemsOf } from '#store/items.ts';
import type { TableClient, TableReader } from '#store/table.ts';

import { TABLE_SCHEMA } from './table-schema.ts';

/** Partition of the index that has all users, by name: few sign up in a second, so that one is enough. */
export const USERS = 'users';

const { name: TableName, partitionKey, sortKey, indexes } = TABLE_SCHEMA;
const [index] = indexes;

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

/** Lists a user who signed up before there was a list, when they log in. Who is listed already is not written again. */
export async function listUser(table: TableClient, name: UserName): Promise<void> {
  if (!index) return;
  try {
    await table.write('UpdateItem', {
      TableName,
      Key: { [partitionKey]: `user#${name}`, [sortKey]: 'user' },
      UpdateExpression: 'SET #pk = :users, #sk = :name',
      ConditionExpression: 'attribute_exists(#key) AND attribute_not_exists(#pk)',
      ExpressionAttributeNames: {
        '#pk': index.partitionKey,
        '#sk': index.sortKey,
        '#key': partitionKey,
      },
      ExpressionAttributeValues: { ':users': USERS, ':name': name },
    });
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
  }
}
