import { ScanCommand, TransactGetCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';

import { openMemory, putAll, refusal, TableName } from './fixture.ts';
import { add, count, put, transact, type Members } from './transact.ts';

describe('a transaction', () => {
  test('makes all its writes', async () => {
    const client = openMemory();
    await putAll(client, [
      { pk: 'p', sk: 'removed' },
      { pk: 'p', sk: 'checked', a: 1 },
    ]);
    const answer = await transact(client, [
      put('new'),
      add('counter', 2),
      { Delete: { TableName, Key: { pk: 'p', sk: 'removed' } } },
      {
        ConditionCheck: {
          TableName,
          Key: { pk: 'p', sk: 'checked' },
          ConditionExpression: 'a = :one',
          ExpressionAttributeValues: { ':one': 1 },
        },
      },
    ]);
    expect(answer).toEqual({ $metadata: expect.anything() as unknown });
    const { Items } = await client.send(new ScanCommand({ TableName }));
    expect(Items).toEqual([
      { pk: 'p', sk: 'checked', a: 1 },
      { pk: 'p', sk: 'counter', n: 2 },
      { pk: 'p', sk: 'new' },
    ]);
  });

  test('that fails says why for every member, and changes nothing', async () => {
    const client = openMemory();
    await putAll(client, [{ pk: 'p', sk: 'there', tags: new Set(['a']), n: 'text' }]);
    const Key = { pk: 'p', sk: 'there' };
    const isGone = { ConditionExpression: 'attribute_not_exists(pk)' };
    const failed = transact(client, [
      put('other'),
      {
        ConditionCheck: {
          TableName,
          Key,
          ...isGone,
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
      { Update: { TableName, Key: { pk: 'p', sk: 'gone' }, UpdateExpression: 'SET a = b' } },
      { Delete: { TableName, Key: { pk: 'p' } } },
      {
        Put: {
          TableName,
          Item: { pk: 'q', sk: 'q' },
          ConditionExpression: 'attribute_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
    ]);
    const reason = {
      Code: 'ConditionalCheckFailed',
      Message: 'The conditional request failed',
    };
    await expect(failed).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ValidationError, ValidationError, ConditionalCheckFailed]',
      $fault: 'client',
      CancellationReasons: [
        { Code: 'None' },
        {
          ...reason,
          Item: { pk: { S: 'p' }, sk: { S: 'there' }, tags: { SS: ['a'] }, n: { S: 'text' } },
        },
        {
          Code: 'ValidationError',
          Message: expect.stringContaining('does not exist in the item') as string,
        },
        { Code: 'ValidationError', Message: 'The provided key element does not match the schema' },
        reason,
      ],
    });
    expect(await count(client)).toBe(1);
  });

  test.for<[string, Members, string]>([
    ['an item twice', [put('a'), add('a', 1)], 'multiple operations on one item'],
    ['a member of two kinds', [{ ...put('a'), ...add('b', 1) }], 'one of Check, Put'],
    ['an empty key', [put('a'), put('')], 'empty string value'],
    [
      'a broken expression',
      [{ Put: { TableName, Item: { pk: 'p', sk: 's' }, ConditionExpression: 'a =' } }],
      'Syntax error',
    ],
    [
      'no condition to check',
      [
        {
          ConditionCheck: { TableName, Key: { pk: 'p', sk: 's' }, ConditionExpression: undefined },
        },
      ],
      'ConditionExpression',
    ],
    [
      'ReturnValues',
      [{ Put: { TableName, Item: { pk: 'p', sk: 's' }, ReturnValues: 'ALL_OLD' } as never }],
      'ReturnValues',
    ],
  ])('with %s is refused as a whole', async ([_why, members, words]) => {
    const client = openMemory();
    await expect(transact(client, members)).rejects.toEqual(refusal(words));
    expect(await count(client)).toBe(0);
  });

  test('whose update outgrows 400 KB is cancelled for that member', async () => {
    const client = openMemory();
    const half = 'x'.repeat(250 * 1024);
    await putAll(client, [{ pk: 'p', sk: 'large', half }]);
    const update = {
      TableName,
      Key: { pk: 'p', sk: 'large' },
      UpdateExpression: 'SET twice = :half',
      ExpressionAttributeValues: { ':half': half },
    };
    await expect(transact(client, [put('a'), { Update: update }])).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'ValidationError' }],
    });
  });
});

const get = (sk: string, ProjectionExpression?: string): object => ({
  Get: {
    TableName,
    Key: { pk: 'p', sk },
    ...(ProjectionExpression ? { ProjectionExpression } : {}),
  },
});

describe('a transacted read', () => {
  test('answers in order, nothing for what is not there or not asked for', async () => {
    const client = openMemory();
    await putAll(client, [{ pk: 'p', sk: 'a', n: 1, m: 2 }]);
    const read = async (...members: object[]): Promise<unknown> => {
      const TransactItems = members as never;
      return (await client.send(new TransactGetCommand({ TransactItems }))).Responses;
    };
    expect(await read(get('gone'), get('a', 'n'))).toEqual([{}, { Item: { n: 1 } }]);
    expect(await read(get('a', 'gone'))).toEqual([{}]);
    await expect(read(get('a'), get('a'))).rejects.toEqual(refusal('multiple operations'));
  });
});
