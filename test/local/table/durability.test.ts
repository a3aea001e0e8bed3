import { GetCommand, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { openTable } from '../../../local/table/client.ts';
import { asClient, newFile, TableName, type Client } from './fixture.ts';

const ROUNDS = 10;

/** Lets a process write for a while, kills it, and gives what it had acknowledged. */
async function writeUntilKilled(file: string, round: number): Promise<string[]> {
  const writer = fileURLToPath(new URL('./durable-writer.ts', import.meta.url));
  const child = spawn(process.execPath, [writer, file, String(round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = text(child.stdout);
  await once(child.stdout, 'readable');
  await setTimeout(50 + round * 30);
  child.kill('SIGKILL');
  const lines = (await said).split('\n');
  // The last line may have been cut by the kill.
  return lines.slice(0, -1);
}

/** All keys there are, as `pk sk`, of the table or of its index. */
async function keys(client: Client, IndexName?: string): Promise<Set<string>> {
  const found = new Set<string>();
  let place: Record<string, unknown> | undefined;
  do {
    const input = { TableName, ...(place ? { ExclusiveStartKey: place } : {}) };
    const page =
      IndexName === undefined
        ? await client.send(new ScanCommand(input))
        : await client.send(
            new QueryCommand({
              ...input,
              IndexName,
              KeyConditionExpression: 'gsi1pk = :all',
              ExpressionAttributeValues: { ':all': 'all' },
            }),
          );
    for (const item of page.Items ?? []) {
      found.add(`${String(item['pk'])} ${String(item['sk'])}`);
    }
    place = page.LastEvaluatedKey;
  } while (place !== undefined);
  return found;
}

test(
  'a killed process loses nothing it acknowledged and leaves nothing half done',
  { timeout: 90_000 },
  async () => {
    const file = newFile();
    const acknowledged: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      acknowledged.push(...(await writeUntilKilled(file, round)));
      const table = openTable({ file, schema: TABLE_SCHEMA });
      const client = asClient(table);
      const stored = await keys(client);
      const lost = acknowledged.filter((line) => !isStored(line, stored));
      expect(lost).toEqual([]);

      const transactions = [...stored].filter((key) => key.startsWith('transaction#'));
      const torn = transactions.filter((key) => !stored.has(otherHalf(key)));
      expect(torn).toEqual([]);

      const Key = { pk: 'counter', sk: 'counter' };
      const { Item } = await client.send(new GetCommand({ TableName, Key }));
      expect(Item).toHaveProperty('n', transactions.length / 2);

      const indexed = await keys(client, 'gsi1');
      expect(indexed.size).toBe(stored.size - 1);
      table.close();
    }
    expect(acknowledged.length).toBeGreaterThan(ROUNDS * 20);
    const database = new DatabaseSync(file);
    expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    database.close();
  },
);

function isStored(line: string, stored: ReadonlySet<string>): boolean {
  const [kind, id] = line.split(' ');
  return kind === 'put' ? stored.has(`put ${id}`) : stored.has(`transaction#${id} b`);
}

function otherHalf(key: string): string {
  return key.endsWith(' a') ? key.replace(/ a$/, ' b') : key.replace(/ b$/, ' a');
}
