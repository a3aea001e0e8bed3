import { GetCommand, PutCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';

import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { openTable } from '../../../local/table/client.ts';
import { asClient, newFile, openMemory, TableName, type Client } from './fixture.ts';

const Key = { pk: 'p', sk: 's' };

async function create(client: Client, sk: string, more: object = {}): Promise<unknown> {
  return client.send(
    new PutCommand({
      TableName,
      Item: { pk: 'p', sk, ...more },
      ConditionExpression: 'attribute_not_exists(pk)',
    }),
  );
}

/** The names of the errors, and `ok` for what went through. */
function verdicts(results: readonly PromiseSettledResult<unknown>[]): string[] {
  return results.map((result) =>
    result.status === 'fulfilled' ? 'ok' : (result.reason as Error).name,
  );
}

test('of 100 concurrent creations of one item exactly one goes through', async () => {
  const client = openMemory();
  const attempts = Array.from({ length: 100 }, async (_none, by) => create(client, 's', { by }));
  const results = verdicts(await Promise.allSettled(attempts));
  expect(results.filter((result) => result === 'ok')).toHaveLength(1);
  expect(results.filter((result) => result === 'ConditionalCheckFailedException')).toHaveLength(99);
});

test('50 concurrent additions add 50', async () => {
  const client = openMemory();
  const values = { ExpressionAttributeValues: { ':one': 1 } };
  const add = new UpdateCommand({ TableName, Key, UpdateExpression: 'ADD n :one', ...values });
  await Promise.all(Array.from({ length: 50 }, async () => client.send(add)));
  expect((await client.send(new GetCommand({ TableName, Key }))).Item).toEqual({ ...Key, n: 50 });
});

test('writes that fail take none of the others with them', async () => {
  const client = openMemory();
  await create(client, 'taken');
  const results = await Promise.allSettled([
    create(client, 'a'),
    create(client, 'taken'),
    create(client, 'b'),
    client.send(new UpdateCommand({ TableName, Key, UpdateExpression: 'SET a = gone' })),
    client.send(new PutCommand({ TableName, Item: { pk: 'p' } })),
    create(client, 'b'),
    create(client, 'c'),
  ]);
  expect(verdicts(results)).toEqual([
    'ok',
    'ConditionalCheckFailedException',
    'ok',
    'ValidationException',
    'ValidationException',
    'ConditionalCheckFailedException',
    'ok',
  ]);
  const { Items } = await client.send(new ScanCommand({ TableName }));
  expect(Items?.map((item) => String(item['sk']))).toEqual(['a', 'b', 'c', 'taken']);
});

test('a commit that fails rejects all its writes and leaves none of them', async () => {
  const file = newFile();
  const table = openTable({ file, schema: TABLE_SCHEMA });
  const other = new DatabaseSync(file);
  other.exec(`
    CREATE TRIGGER refuse BEFORE INSERT ON items WHEN NEW.sk = 'cursed'
    BEGIN SELECT RAISE(ABORT, 'the disk is full'); END
  `);
  const client = asClient(table);
  const group = ['a', 'cursed', 'b'].map(async (sk) => create(client, sk));
  for (const result of await Promise.allSettled(group)) {
    expect(result).toMatchObject({
      status: 'rejected',
      reason: {
        name: 'InternalServerError',
        message: 'The table file failed: the disk is full',
        $fault: 'server',
      },
    });
  }
  await create(client, 'a');
  expect((await client.send(new ScanCommand({ TableName }))).Count).toBe(1);
  other.close();
  table.close();
});

test('a read sees every write that was awaited', async () => {
  const client = openMemory();
  for (let n = 0; n < 20; n += 1) {
    await client.send(new PutCommand({ TableName, Item: { ...Key, n } }));
    expect((await client.send(new GetCommand({ TableName, Key }))).Item).toHaveProperty('n', n);
  }
});

test('a thousand writes at once all arrive', async () => {
  const client = openMemory();
  const writes = Array.from({ length: 1000 }, async (_none, n) => create(client, String(n)));
  await Promise.all(writes);
  const count = new ScanCommand({ TableName, Select: 'COUNT' });
  expect((await client.send(count)).Count).toBe(1000);
});
