import {
  CreateTableCommand,
  DynamoDBClient,
  type CreateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import type { TableSchema } from '#store/table-schema.ts';

import { freePort } from '../../../peers/process.ts';

const START_TIMEOUT_MS = 60_000;

/** An emulator process with one empty table, in memory, on this machine's loopback only. */
export interface Emulator {
  readonly client: DynamoDBDocumentClient;
  stop(): Promise<void>;
}

/** The emulator's program, an optional dependency; `undefined` where this platform has none. */
export function findEmulator(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve('@dynoxide/linux-x64/package.json');
    return process.platform === 'linux' && process.arch === 'x64'
      ? join(dirname(manifest), 'dynoxide')
      : undefined;
  } catch {
    return undefined;
  }
}

export async function startEmulator(program: string, schema: TableSchema): Promise<Emulator> {
  const port = await freePort();
  const child = spawn(program, ['--host', '127.0.0.1', '--port', String(port)], {
    stdio: 'ignore',
  });
  const end = (): void => void child.kill('SIGKILL');
  const endBoth = (): void => {
    end();
    process.exit(1);
  };
  process.once('exit', end).once('SIGTERM', endBoth);
  await listening(child, port);
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  await client.send(new CreateTableCommand(toCreateTable(schema)));
  return {
    client: DynamoDBDocumentClient.from(client),
    stop: async () => {
      client.destroy();
      const exited = once(child, 'exit');
      end();
      await exited;
      process.off('exit', end).off('SIGTERM', endBoth);
    },
  };
}

/** Waits until the emulator answers; it says nothing on its output when that is no terminal. */
async function listening(child: ChildProcess, port: number): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (child.exitCode === null && Date.now() < deadline) {
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    if (answer?.ok) return;
    await setTimeout(20);
  }
  throw new Error('the emulator did not start');
}

/** The table of a schema, paid by request. */
export function toCreateTable(schema: TableSchema): CreateTableCommandInput {
  const names = [schema, ...schema.indexes].flatMap((keys) => [keys.partitionKey, keys.sortKey]);
  return {
    TableName: schema.name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...new Set(names)].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    KeySchema: keySchema(schema),
    GlobalSecondaryIndexes: schema.indexes.map((index) => ({
      IndexName: index.name,
      KeySchema: keySchema(index),
      Projection: { ProjectionType: 'ALL' },
    })),
  };
}

function keySchema(
  keys: Pick<TableSchema, 'partitionKey' | 'sortKey'>,
): NonNullable<CreateTableCommandInput['KeySchema']> {
  return [
    { AttributeName: keys.partitionKey, KeyType: 'HASH' },
    { AttributeName: keys.sortKey, KeyType: 'RANGE' },
  ];
}
