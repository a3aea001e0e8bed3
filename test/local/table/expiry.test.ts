import { GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';

import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { openTable } from '../../../local/table/client.ts';
import { asClient, putAll, TableName } from './fixture.ts';

const NOW = 1_800_000_000;

test('an expired item is there until it is swept; then it is gone, from the index too', async () => {
  const table = openTable({ file: ':memory:', schema: TABLE_SCHEMA, now: () => NOW * 1000 });
  const client = asClient(table);
  const indexed = { gsi1pk: 'g', gsi1sk: 's' };
  const sixYears = 6 * 365 * 24 * 60 * 60;
  await putAll(client, [
    { pk: 'p', sk: 'over', expiresAt: NOW - 1, ...indexed },
    { pk: 'p', sk: 'now', expiresAt: NOW },
    { pk: 'p', sk: 'later', expiresAt: NOW + 0.5 },
    { pk: 'p', sk: 'long ago', expiresAt: NOW - sixYears },
    { pk: 'p', sk: 'text', expiresAt: String(NOW - 1) },
    { pk: 'p', sk: 'never', ...indexed },
  ]);
  const get = new GetCommand({ TableName, Key: { pk: 'p', sk: 'over' } });
  expect((await client.send(get)).Item).toBeDefined();
  expect(await table.sweepExpired()).toBe(1);
  expect((await client.send(get)).Item).toBeUndefined();
  expect((await client.send(new ScanCommand({ TableName }))).Count).toBe(5);
  expect((await client.send(new ScanCommand({ TableName, IndexName: 'gsi1' }))).Count).toBe(1);
  expect(await table.sweepExpired()).toBe(0);
  table.close();
});

test('a sweep takes more than one batch, and other calls go on meanwhile', async () => {
  const table = openTable({ file: ':memory:', schema: TABLE_SCHEMA, now: () => NOW * 1000 });
  const client = asClient(table);
  const items = Array.from({ length: 1200 }, (_none, n) => ({
    pk: 'p',
    sk: String(n),
    expiresAt: NOW - 1 - n,
  }));
  await putAll(client, items);
  const sweep = table.sweepExpired();
  await putAll(client, [{ pk: 'q', sk: 'kept' }]);
  expect(await sweep).toBe(1200);
  expect((await client.send(new ScanCommand({ TableName }))).Items).toEqual([
    { pk: 'q', sk: 'kept' },
  ]);
  table.close();
});

test('closing the table ends a sweep', async () => {
  const table = openTable({ file: ':memory:', schema: TABLE_SCHEMA, now: () => NOW * 1000 });
  const items = Array.from({ length: 600 }, (_none, n) => ({
    pk: 'p',
    sk: String(n),
    expiresAt: NOW - 1,
  }));
  await putAll(asClient(table), items);
  const sweep = table.sweepExpired();
  table.close();
  expect(await sweep).toBeLessThan(600);
});
