import { GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';

import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { openTable } from '../../../local/table/client.ts';
import { asClient, newFile, openMemory, putAll, TableName } from './fixture.ts';
import { add, transact, type Members } from './transact.ts';

describe('a transaction with a token', () => {
  test('is made once, however often it is sent', async () => {
    const client = openMemory();
    await transact(client, [add('counter', 1)], 'token');
    await Promise.all([1, 2, 3].map(async () => transact(client, [add('counter', 1)], 'token')));
    const { Item } = await client.send(
      new GetCommand({ TableName, Key: { pk: 'p', sk: 'counter' } }),
    );
    expect(Item).toHaveProperty('n', 1);
  });

  test('that another one has is refused', async () => {
    const client = openMemory();
    await transact(client, [add('counter', 1)], 'token');
    await expect(transact(client, [add('counter', 2)], 'token')).rejects.toMatchObject({
      name: 'IdempotentParameterMismatchException',
    });
  });

  test('may be sent again after it failed', async () => {
    const client = openMemory();
    const guarded: Members = [
      {
        Put: { TableName, Item: { pk: 'p', sk: 's' }, ConditionExpression: 'attribute_exists(pk)' },
      },
    ];
    await expect(transact(client, guarded, 'token')).rejects.toThrow(/ConditionalCheckFailed/);
    await putAll(client, [{ pk: 'p', sk: 's', old: true }]);
    await transact(client, guarded, 'token');
    expect((await client.send(new ScanCommand({ TableName }))).Items).toEqual([
      { pk: 'p', sk: 's' },
    ]);
  });

  test('is remembered for ten minutes, over a restart', async () => {
    const file = newFile();
    let now = 1_700_000_000_000;
    const open = (): ReturnType<typeof openTable> =>
      openTable({ file, schema: TABLE_SCHEMA, now: () => now });
    const before = open();
    await transact(asClient(before), [add('counter', 1)], 'token');
    before.close();
    const after = open();
    const client = asClient(after);
    now += 9 * 60_000;
    await transact(client, [add('counter', 1)], 'token');
    now += 2 * 60_000;
    await transact(client, [add('counter', 1)], 'token');
    const { Item } = await client.send(
      new GetCommand({ TableName, Key: { pk: 'p', sk: 'counter' } }),
    );
    after.close();
    expect(Item).toHaveProperty('n', 2);
  });
});
