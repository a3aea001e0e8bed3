import { BatchGetCommand, BatchWriteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';

import { openMemory, putAll, refusal, TableName } from './fixture.ts';

test('a batch writes and reads many items', async () => {
  const client = openMemory();
  await putAll(client, [{ pk: 'old', sk: '1' }]);
  const puts = Array.from({ length: 24 }, (_none, n) => ({
    PutRequest: { Item: { pk: 'p', sk: String(n), n } },
  }));
  const requests = [...puts, { DeleteRequest: { Key: { pk: 'old', sk: '1' } } }];
  const written = await client.send(
    new BatchWriteCommand({ RequestItems: { [TableName]: requests } }),
  );
  expect(written.UnprocessedItems).toEqual({});
  const { Responses, UnprocessedKeys } = await client.send(
    new BatchGetCommand({
      RequestItems: {
        [TableName]: {
          Keys: [
            { pk: 'p', sk: '7' },
            { pk: 'old', sk: '1' },
            { pk: 'p', sk: '3' },
          ],
          ProjectionExpression: '#n',
          ExpressionAttributeNames: { '#n': 'n' },
        },
      },
    }),
  );
  expect(Responses).toEqual({ [TableName]: [{ n: 7 }, { n: 3 }] });
  expect(UnprocessedKeys).toEqual({});
});

test('a batch that holds one refused write makes none', async () => {
  const client = openMemory();
  const requests = [
    { PutRequest: { Item: { pk: 'p', sk: '1' } } },
    { PutRequest: { Item: { pk: 'p', sk: '2', gsi1pk: 5 } } },
  ];
  const batch = new BatchWriteCommand({ RequestItems: { [TableName]: requests } });
  await expect(client.send(batch)).rejects.toEqual(refusal('Type mismatch for Index Key gsi1pk'));
  expect((await client.send(new ScanCommand({ TableName }))).Count).toBe(0);
});

test('a batched read of more than 16 MB leaves keys to ask for again', async () => {
  const client = openMemory();
  const text = 'x'.repeat(390 * 1024);
  const keys = Array.from({ length: 50 }, (_none, n) => ({ pk: 'p', sk: String(n) }));
  await putAll(
    client,
    keys.map((key) => ({ ...key, text })),
  );
  const sent = { Keys: keys, ConsistentRead: true };
  const first = await client.send(new BatchGetCommand({ RequestItems: { [TableName]: sent } }));
  const left = first.UnprocessedKeys?.[TableName];
  expect(left).toMatchObject({ ConsistentRead: true });
  const counts = [first.Responses?.[TableName], left?.Keys].map((list = []) => list.length);
  expect(counts).toEqual([42, 8]);
  const second = await client.send(new BatchGetCommand({ RequestItems: first.UnprocessedKeys }));
  expect(second.Responses?.[TableName]).toHaveLength(8);
  expect(second.UnprocessedKeys).toEqual({});
});

test('a batch for another table is refused', async () => {
  const RequestItems = { another: { Keys: [{ pk: 'p', sk: 's' }] } };
  await expect(openMemory().send(new BatchGetCommand({ RequestItems }))).rejects.toEqual(
    refusal('Requested resource not found', 'ResourceNotFoundException'),
  );
});
