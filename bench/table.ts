import {
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openTable, type Table } from '../local/table/client.ts';

/** Calls of one kind: the n-th of them. */
type Call = (table: Table, serial: number) => Promise<unknown>;

const SECONDS_EACH = 1;
const STORED = 20_000;

const schema = {
  name: 'registry',
  partitionKey: 'pk',
  sortKey: 'sk',
  ttlAttribute: 'expiresAt',
  indexes: [{ name: 'gsi1', partitionKey: 'gsi1pk', sortKey: 'gsi1sk' }],
};
const TableName = schema.name;

function key(serial: number): { pk: string; sk: string } {
  return { pk: `package#left-pad-${serial % 200}`, sk: `version#1.0.${serial}` };
}

/** 13 attributes, about 1 KB. */
function item(serial: number): Record<string, unknown> {
  return {
    ...key(serial),
    __edb_e__: 'version',
    __edb_v__: '1',
    name: `left-pad-${serial % 200}`,
    version: `1.0.${serial}`,
    integrity: `sha512-${'b'.repeat(88)}`,
    readme: 'A sentence about padding. '.repeat(24),
    dependencies: { semver: '^7.0.0', tar: '^7.0.0' },
    keywords: ['pad', 'left'],
    size: 12_345,
    deprecated: false,
    publishedAt: 1_700_000_000_000 + serial,
  };
}

function row(name: string, cells: readonly string[]): string {
  return [name.padEnd(34), ...cells.map((cell) => cell.padStart(9))].join(' ');
}

/** 100 items of one partition. */
function listed(serial: number): Record<string, unknown> {
  return { ...item(serial), pk: `list#${Math.floor(serial / 100)}`, sk: String(serial % 100) };
}

const calls: Readonly<Record<string, Call>> = {
  'GetItem 1 KB': (table, n) =>
    table.send(new GetCommand({ TableName, Key: key((n * 7919) % STORED) })),
  'GetItem 50 KB': (table, n) =>
    table.send(new GetCommand({ TableName, Key: { pk: 'large', sk: String(n % 20) } })),
  'Query 100 x 1 KB': (table, n) =>
    table.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: '#pk = :pk',
        ExpressionAttributeNames: { '#pk': 'pk' },
        ExpressionAttributeValues: { ':pk': `list#${n % 10}` },
      }),
    ),
  'PutItem 1 KB': (table, n) => table.send(new PutCommand({ TableName, Item: item(n + STORED) })),
  'PutItem 1 KB, indexed': (table, n) => {
    const indexed = { gsi1pk: `owner#${n % 50}`, gsi1sk: String(n) };
    return table.send(new PutCommand({ TableName, Item: { ...item(n), ...indexed } }));
  },
  'UpdateItem ADD': (table, n) =>
    table.send(
      new UpdateCommand({
        TableName,
        Key: { pk: 'counters', sk: String(n % 100) },
        UpdateExpression: 'ADD #n :one',
        ExpressionAttributeNames: { '#n': 'n' },
        ExpressionAttributeValues: { ':one': 1 },
      }),
    ),
  'TransactWriteItems 3': (table, n) =>
    table.send(
      new TransactWriteCommand({
        TransactItems: [
          {
            Put: {
              TableName,
              Item: { ...item(n), pk: `publish#${n}` },
              ConditionExpression: 'attribute_not_exists(#pk)',
              ExpressionAttributeNames: { '#pk': 'pk' },
            },
          },
          { Put: { TableName, Item: { pk: `publish#${n}`, sk: 'event', at: n } } },
          {
            Update: {
              TableName,
              Key: { pk: 'publish', sk: String(n % 100) },
              UpdateExpression: 'SET #rev = if_not_exists(#rev, :zero) + :one',
              ExpressionAttributeNames: { '#rev': 'rev' },
              ExpressionAttributeValues: { ':zero': 0, ':one': 1 },
            },
          },
        ],
      }),
    ),
};

interface Figures {
  readonly perSecond: number;
  readonly cpuMicroseconds: number;
  readonly calls: number;
}

/** Runs one kind of call for a while, so many at a time. */
async function measure(
  table: Table,
  call: Call,
  concurrency: number,
  from: number,
): Promise<Figures> {
  let serial = from;
  const start = performance.now();
  const before = process.cpuUsage();
  const end = start + SECONDS_EACH * 1000;
  const worker = async (): Promise<void> => {
    while (performance.now() < end) {
      serial += 1;
      await call(table, serial);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const { user, system } = process.cpuUsage(before);
  const made = serial - from;
  const perSecond = (made / (performance.now() - start)) * 1000;
  return { perSecond, cpuMicroseconds: (user + system) / made, calls: made };
}

/** How long the disk takes to make 8 KB durable: the floor of a durable write made alone. */
function flushMicroseconds(folder: string): number {
  const file = openSync(join(folder, 'flush'), 'w');
  const start = performance.now();
  for (let n = 0; n < 200; n += 1) {
    writeSync(file, Buffer.alloc(8192), 0, 8192, 8192 * (n % 50));
    fdatasyncSync(file);
  }
  closeSync(file);
  return ((performance.now() - start) / 200) * 1000;
}

async function fill(table: Table): Promise<void> {
  for (let n = 0; n < STORED; n += 500) {
    const batch = Array.from({ length: 500 }, (_none, at) => item(n + at));
    await Promise.all(batch.map((Item) => table.send(new PutCommand({ TableName, Item }))));
  }
  const rows = Array.from({ length: 1000 }, (_none, n) => listed(n));
  const large = Array.from({ length: 20 }, (_none, n) => ({
    pk: 'large',
    sk: String(n),
    text: JSON.stringify({ versions: 'x'.repeat(50_000) }),
  }));
  await Promise.all(
    [...rows, ...large].map((Item) => table.send(new PutCommand({ TableName, Item }))),
  );
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'table-bench-'));
  const file = join(folder, 'registry.db');
  const table = openTable({ file, schema });
  await fill(table);
  console.log(`a flush of the disk takes ${flushMicroseconds(folder).toFixed(0)} us`);
  console.log(row('calls a second, so many at a time', ['1', '16', '64', 'CPU us']));
  let serial = 0;
  for (const [name, call] of Object.entries(calls)) {
    const results: Figures[] = [];
    for (const concurrency of [1, 16, 64]) {
      const figures = await measure(table, call, concurrency, serial);
      serial += figures.calls;
      results.push(figures);
    }
    const rates = results.map(({ perSecond }) => Math.round(perSecond).toLocaleString('en'));
    console.log(row(name, [...rates, (results[0]?.cpuMicroseconds ?? 0).toFixed(0)]));
  }
  console.log(`memory ${Math.round(process.memoryUsage.rss() / 1e6)} MB`);
  table.close();
  const start = performance.now();
  openTable({ file, schema }).close();
  console.log(`opening it again ${(performance.now() - start).toFixed(1)} ms`);
  rmSync(folder, { recursive: true });
}

await main();
