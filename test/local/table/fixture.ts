import { PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished } from 'vitest';

import { TABLE_SCHEMA, type TableSchema } from '#store/table-schema.ts';

import { openTable, type Table } from '../../../local/table/client.ts';

export const TableName = TABLE_SCHEMA.name;

/** A table as the AWS client's type has it, so that answers are typed. */
export type Client = Pick<DynamoDBDocumentClient, 'send'>;

export function asClient(table: Table): Client {
  return table as Client;
}

/** An empty table in memory, closed when the test is over. */
export function openMemory(options: { schema?: TableSchema; now?: () => number } = {}): Client {
  const table = openTable({ file: ':memory:', schema: TABLE_SCHEMA, ...options });
  onTestFinished(() => {
    table.close();
  });
  return asClient(table);
}

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A path for a new file, removed after the test. */
export function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'table-'));
  folders.push(folder);
  return join(folder, 'registry.db');
}

export async function putAll(
  client: Client,
  items: readonly Record<string, unknown>[],
): Promise<void> {
  await Promise.all(items.map((Item) => client.send(new PutCommand({ TableName, Item }))));
}

/** A refusal as the AWS client throws it, whose message has those words. */
export function refusal(words: string, name = 'ValidationException'): unknown {
  return expect.objectContaining({ name, message: expect.stringContaining(words) as string });
}
