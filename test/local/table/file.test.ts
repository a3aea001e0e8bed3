import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';

import { TABLE_SCHEMA, type TableSchema } from '#store/table-schema.ts';

import { openTable } from '../../../local/table/client.ts';
import { asClient, newFile, putAll, TableName } from './fixture.ts';

const Key = { pk: 'p', sk: 's' };

/** Makes a file with some items and closes it. */
async function fill(
  file: string,
  count: number,
  schema: TableSchema = TABLE_SCHEMA,
): Promise<void> {
  const table = openTable({ file, schema });
  const items = Array.from({ length: count }, (_none, n) => ({
    ...Key,
    sk: String(n),
    owner: `o${n % 3}`,
    text: 'x'.repeat(500),
  }));
  await putAll(asClient(table), items);
  table.close();
}

test('what was written is there when the file is opened again', async () => {
  const file = newFile();
  await fill(file, 10);
  const table = openTable({ file, schema: TABLE_SCHEMA });
  const get = new GetCommand({ TableName, Key: { pk: 'p', sk: '7' } });
  expect((await asClient(table).send(get)).Item).toMatchObject({ owner: 'o1' });
  table.close();
});

test('an index that is new to the schema is built from the items there are', async () => {
  const file = newFile();
  await fill(file, 1203);
  const index = { name: 'byOwner', partitionKey: 'owner', sortKey: 'sk' };
  const schema = { ...TABLE_SCHEMA, indexes: [...TABLE_SCHEMA.indexes, index] };
  const query = new QueryCommand({
    TableName,
    IndexName: 'byOwner',
    KeyConditionExpression: '#owner = :o',
    ExpressionAttributeNames: { '#owner': 'owner' },
    ExpressionAttributeValues: { ':o': 'o2' },
    Select: 'COUNT',
  });
  for (const added of [0, 1]) {
    const table = openTable({ file, schema });
    await putAll(asClient(table), [{ ...Key, sk: 'later', owner: 'o2' }].slice(0, added));
    expect((await asClient(table).send(query)).Count).toBe(401 + added);
    table.close();
  }
});

test('an index that the schema has no more is dropped, and may come back with other keys', async () => {
  const file = newFile();
  await fill(file, 3, {
    ...TABLE_SCHEMA,
    indexes: [{ name: 'i', partitionKey: 'owner', sortKey: 'sk' }],
  });
  await fill(file, 3, { ...TABLE_SCHEMA, indexes: [] });
  const schema = {
    ...TABLE_SCHEMA,
    indexes: [{ name: 'i', partitionKey: 'text', sortKey: 'owner' }],
  };
  const table = openTable({ file, schema });
  const { Items } = await asClient(table).send(
    new QueryCommand({
      TableName,
      IndexName: 'i',
      KeyConditionExpression: '#text = :t',
      ExpressionAttributeNames: { '#text': 'text' },
      ExpressionAttributeValues: { ':t': 'x'.repeat(500) },
    }),
  );
  table.close();
  expect(Items?.map((item) => String(item['owner']))).toEqual(['o0', 'o1', 'o2']);
});

test.for<[string, Partial<TableSchema>, string]>([
  ['its name', { name: 'other' }, 'its name is "registry", not "other"'],
  ['its key', { sortKey: 'sort' }, 'its sortKey is "sk", not "sort"'],
  ['its time to live', { ttlAttribute: 'ttl' }, 'its ttlAttribute is "expiresAt", not "ttl"'],
])('a file of another schema is refused: %s', async ([_what, change, words]) => {
  const file = newFile();
  await fill(file, 1);
  expect(() => openTable({ file, schema: { ...TABLE_SCHEMA, ...change } })).toThrow(
    `The table file ${file} belongs to another schema: ${words}.`,
  );
});

test('a file of a newer format is refused', async () => {
  const file = newFile();
  await fill(file, 1);
  const database = new DatabaseSync(file);
  database.exec('PRAGMA user_version = 99');
  database.close();
  expect(() => openTable({ file, schema: TABLE_SCHEMA })).toThrow(
    /has format 99; this version reads formats up to 1\. Use the version that wrote it/,
  );
});

test('another program’s database is refused and left alone', () => {
  const file = newFile();
  const database = new DatabaseSync(file);
  database.exec('CREATE TABLE notes (text)');
  database.close();
  expect(() => openTable({ file, schema: TABLE_SCHEMA })).toThrow(
    `The file ${file} is a SQLite database, but not a table file.`,
  );
});

test('garbage is refused with a sentence that names the file', () => {
  const file = newFile();
  writeFileSync(file, 'This is not a database at all. '.repeat(200));
  expect(() => openTable({ file, schema: TABLE_SCHEMA })).toThrow(
    `The table file ${file} cannot be opened (file is not a database); it is damaged or not a table file. Restore it from a backup, or start with a new file.`,
  );
});

test('a truncated file is refused with a sentence that names the file', async () => {
  const file = newFile();
  await fill(file, 500);
  truncateSync(file, Math.floor(readFileSync(file).length / 2));
  expect(() => openTable({ file, schema: TABLE_SCHEMA })).toThrow(
    /The table file .* cannot be opened \(database disk image is malformed\); it is damaged/,
  );
});

test('a folder that is not there is refused with a sentence that names the file', () => {
  const file = `${newFile()}/none/registry.db`;
  expect(() => openTable({ file, schema: TABLE_SCHEMA })).toThrow(
    `The table file ${file} cannot be opened (unable to open database file).`,
  );
});

test('close commits what is under way and refuses what comes later', async () => {
  const file = newFile();
  const table = openTable({ file, schema: TABLE_SCHEMA });
  const put = asClient(table).send(new PutCommand({ TableName, Item: Key }));
  table.close();
  table.close();
  await put;
  await expect(asClient(table).send(new GetCommand({ TableName, Key }))).rejects.toMatchObject({
    name: 'InternalServerError',
    $fault: 'server',
  });
  const again = openTable({ file, schema: TABLE_SCHEMA });
  expect((await asClient(again).send(new GetCommand({ TableName, Key }))).Item).toEqual(Key);
  again.close();
});
