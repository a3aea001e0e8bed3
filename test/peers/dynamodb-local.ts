import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';

import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { toCreateTable } from '../local/table/fuzz/emulator.ts';
import { cacheFolder } from './cache.ts';
import { freePort, ready } from './process.ts';

/** DynamoDB as AWS gives it away for tests. */
export interface DynamoServer {
  readonly endpoint: string;
  /** A client of its own: who opens a table changes its client. */
  client(): DynamoDBClient;
  createTable(name: string): Promise<void>;
  stop(): Promise<void>;
}

const POM = path.join(import.meta.dirname, 'dynamodb-local.pom.xml');

/** Of exactly what is listed, so that another version is downloaded anew. */
const LIBRARY = cacheFolder(
  `dynamodb-local-${createHash('sha256').update(readFileSync(POM)).digest('hex').slice(0, 12)}`,
);

/** The first version of Java that its classes are for. */
const JAVA = 17;

/** Why it can't run on this machine; undefined where it can. */
export function lacksForDynamoLocal(): string | undefined {
  const { stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const [, version] = /version "(\d+)/.exec(stderr ?? '') ?? [];
  if (Number(version ?? 0) < JAVA) return `DynamoDB Local needs Java ${JAVA} or newer`;
  if (existsSync(LIBRARY) || spawnSync('mvn', ['-v']).status === 0) return undefined;
  return 'DynamoDB Local is fetched by Maven, and there is no mvn';
}

/** The server's only accounts are names: tables of another name or region are other tables. */
const ACCOUNT = { accessKeyId: 'local', secretAccessKey: 'local' };
const REGION = 'us-east-1';

/** Starts it, with everything in memory. The first time it is downloaded, which takes a minute. */
export async function startDynamoLocal(): Promise<DynamoServer> {
  install();
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
  `-Djava.library.path=${LIBRARY}`,
  '-cp',
  path.join(LIBRARY, '*'),
  'com.amazonaws.services.dynamodbv2.local.main.ServerRunner',
  '-inMemory',
  // Else it reports to AWS how it is used.
  '-disableTelemetry',
  '-port',
  String(port),
];

async function killed(child: ChildProcess): Promise<void> {
  const exited = new Promise((resolve) => {
    child.once('exit', resolve);
  });
  child.kill('SIGKILL');
  await exited;
}

/** Beside its place first, so that a download that broke off is not taken for one. */
function install(): void {
  if (existsSync(LIBRARY)) return;
  mkdirSync(path.dirname(LIBRARY), { recursive: true });
  const folder = mkdtempSync(`${LIBRARY}-`);
  const { status, stdout, stderr } = spawnSync(
    'mvn',
    ['-B', '-q', '-f', POM, 'dependency:copy-dependencies', `-DoutputDirectory=${folder}`],
    { encoding: 'utf8', timeout: 600_000 },
  );
  if (status !== 0) throw new Error(`DynamoDB Local could not be fetched:\n${stdout}${stderr}`);
  renameSync(folder, LIBRARY);
}
