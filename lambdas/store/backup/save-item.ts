import { PutCommand } from '@aws-sdk/lib-dynamodb';

import { TABLE_SCHEMA } from '#store/table-schema.ts';
import type { Item, TableClient } from '#store/table.ts';

import { atOnce } from './at-once.ts';
import { BackupError } from './backup-error.ts';
import { canonical } from './fingerprint.ts';

const { name: TableName, partitionKey, sortKey } = TABLE_SCHEMA;

/** Items on their way at a time. */
const AT_ONCE = 256;

/** The same for many. */
export const saveItems = async (table: TableClient, items: readonly Item[]): Promise<void> =>
  atOnce(items, AT_ONCE, async (item) => saveItem(table, item));

/**
 * Writes an item where there is none, so that a restore can be repeated and takes nothing from anybody: the same
 * item is no conflict, another one is. Throws BackupError for that.
 */
export async function saveItem(table: TableClient, item: Item): Promise<void> {
  try {
    await table.send(
      new PutCommand({
        TableName,
        Item: { ...item },
        ConditionExpression: 'attribute_not_exists(#key)',
        ExpressionAttributeNames: { '#key': partitionKey },
      }),
    );
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
    await checkSame(table, item);
  }
}

async function checkSame(table: TableClient, item: Item): Promise<void> {
  const [partition, sort] = [String(item[partitionKey]), String(item[sortKey])];
  const [there] = await table.find([{ partition, sort }]);
  if (there && canonical(there) === canonical(item)) return;
  throw new BackupError(
    `the target has another item ${partition} / ${sort} than the backup: somebody used it since the restore began. Restore into an empty target`,
  );
}
