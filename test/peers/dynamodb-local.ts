import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { spawn } from 'node:child_process';
import path from 'node:path';

import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { toCreateTable } from '../local/table/fuzz/emulator.ts';
import { install, javaLibrary, killed, lacksFor } from './java-library.ts';
import { freePort, ready } from './process.ts';

/** DynamoDB as AWS gives it away for tests. */
export interface DynamoServer {
  readonly endpoint: string;
  /** A client of its own: who opens a table changes its client. */
  client(): DynamoDBClient;
  createTable(name: string): Promise<void>;
  stop(): Promise<void>;
}

const LIBRARY = javaLibrary('DynamoDB Local', 'dynamodb-local', 17);

/** Why it can't run on this machine; undefined where it can. */
export const lacksForDynamoLocal = (): string | undefined => lacksFor(LIBRARY);

/** The server's only accounts are names: tables of another name or region are other tables. */
const ACCOUNT = { accessKeyId: 'local', secretAccessKey: 'local' };
const REGION = 'us-east-1';

/** Starts it, with everything in memory. The first time it is downloaded, which takes a minute. */
export async function startDynamoLocal(): Promise<DynamoServer> {
  install(LIBRARY);
  const port = await freePort();
  const child = spawn('java', programOf(port), { stdio: 'ignore' });
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  const endpoint = `http://127.0.0.1:${port}`;
  await ready(endpoint, child);
  const client = (): DynamoDBClient =>
    new DynamoDBClient({ endpoint, region: REGION, credentials: ACCOUNT });
  const keeper = client();
  return {
    endpoint,
    client,
    createTable: async (name) => {
      await keeper.send(new CreateTableCommand(toCreateTable({ ...TABLE_SCHEMA, name })));
    },
    stop: async () => {
      process.off('exit', end);
      keeper.destroy();
      await killed(child);
    },
  };
}

const programOf = (port: number): readonly string[] => [
  `-Djava.library.path=${LIBRARY.folder}`,
  '-cp',
  path.join(LIBRARY.folder, '*'),
  'com.amazonaws.services.dynamodbv2.local.main.ServerRunner',
  '-inMemory',
  // Else it reports to AWS how it is used.
  '-disableTelemetry',
  '-port',
  String(port),
];
