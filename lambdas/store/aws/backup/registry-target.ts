import { DeleteCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';

import { documentTable } from '#store/aws/document-table.ts';
import { BackupError } from '#store/backup/backup-error.ts';
import type { RestoreTarget } from '#store/backup/registry-sides.ts';
import { saveItems } from '#store/backup/save-item.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';
import type { Item, TableClient } from '#store/table.ts';

import type { AwsClients } from './clients.ts';
import { openRegistryKeys } from './registry-keys.ts';
import { type AwsRegistry, shelvesOf } from './registry-source.ts';
import { isMark, MARK, MARK_KEY } from './restoring.ts';
import { scanTable } from './scan-table.ts';
import { openSpool } from './spool.ts';

const { name: TableName, partitionKey } = TABLE_SCHEMA;

/** A table and a bucket to restore into, that nobody uses yet. */
export function openAwsTarget(clients: AwsClients, registry: AwsRegistry): RestoreTarget {
  const table = documentTable(clients.dynamo, registry.table);
  const keys = openRegistryKeys(clients, registry.name);
  return {
    kind: 'aws',
    unseen: false,
    async begin(backup, goesOn) {
      // Fails where the registry is called otherwise, before anything is written.
      await keys.publicKeys();
      await begin(table, registry.table, { backup, goesOn });
    },
    save: async (items) => saveItems(table, items),
    shelves: shelvesOf(clients, registry),
    keepKeys: keys.keep,
    publicKeys: keys.publicKeys,
    async *items() {
      const spool = openSpool();
      try {
        await scanTable(table, (items) => spool.put(items.filter((item) => !isMark(item))));
        yield* spool.all(new Date(0));
      } finally {
        spool.close();
      }
    },
    finish: async () => void (await table.send(new DeleteCommand({ TableName, Key: MARK_KEY }))),
    close: async () => {},
  };
}

async function begin(
  table: TableClient,
  title: string,
  { backup, goesOn }: { readonly backup: string; readonly goesOn: boolean },
): Promise<void> {
  const [mark] = await table.find([MARK]);
  const begun = mark?.['backup'];
  if (begun !== undefined) return goOn(title, begun, { backup, goesOn });
  if (goesOn)
    throw new BackupError(`no restore into ${title} was interrupted: leave --continue out`);
  const answer = await table.send(new ScanCommand({ TableName, Limit: 1, ConsistentRead: true }));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the operation answers
  if (((answer as { readonly Items?: readonly Item[] }).Items ?? []).length > 0) {
    throw new BackupError(
      `the table ${title} is not empty: restore into a registry whose data stack alone is deployed, as docs/backup.md says`,
    );
  }
  await table.send(
    new PutCommand({
      TableName,
      Item: { ...MARK_KEY, backup },
      ConditionExpression: 'attribute_not_exists(#key)',
      ExpressionAttributeNames: { '#key': partitionKey },
    }),
  );
}

function goOn(
  title: string,
  begun: unknown,
  { backup, goesOn }: { readonly backup: string; readonly goesOn: boolean },
): void {
  if (!goesOn) {
    throw new BackupError(`a restore into ${title} was interrupted: run it again with --continue`);
  }
  if (begun !== backup) {
    throw new BackupError(
      `another backup was being restored into ${title}: choose it with --backup, or restore into another table`,
    );
  }
}
