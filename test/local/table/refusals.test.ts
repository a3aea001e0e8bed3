import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  DeleteCommand,
  ExecuteStatementCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';

import { openMemory, putAll, refusal, TableName } from './fixture.ts';

const Key = { pk: 'p', sk: 's' };

test.for<[string, object]>([
  ['AttributesToGet', new GetCommand({ TableName, Key, AttributesToGet: ['a'] })],
  ['Expected', new PutCommand({ TableName, Item: Key, Expected: {} })],
  ['ConditionalOperator', new DeleteCommand({ TableName, Key, ConditionalOperator: 'AND' })],
  ['AttributeUpdates', new UpdateCommand({ TableName, Key, AttributeUpdates: {} })],
  ['KeyConditions', new QueryCommand({ TableName, KeyConditions: {} })],
  ['ScanFilter', new ScanCommand({ TableName, ScanFilter: {} })],
  ['ReturnConsumedCapacity', new GetCommand({ TableName, Key, ReturnConsumedCapacity: 'TOTAL' })],
  [
    'ReturnItemCollectionMetrics',
    new BatchWriteCommand({
      RequestItems: { [TableName]: [{ PutRequest: { Item: Key } }] },
      ReturnItemCollectionMetrics: 'SIZE',
    }),
  ],
  ['Whatever', new GetCommand({ TableName, Key, Whatever: 1 } as never)],
  ['ExecuteStatementCommand', new ExecuteStatementCommand({ Statement: 'SELECT 1' })],
  ['ListTablesCommand', new ListTablesCommand({})],
  ['Object', { input: {} }],
])('what is not supported is refused by name: %s', async ([name, command]) => {
  await expect(openMemory().send(command as never)).rejects.toEqual(refusal(name));
  await expect(openMemory().send(command as never)).rejects.toEqual(
    refusal('is not supported by the embedded table engine'),
  );
});

test('asking for no figures is no harm', async () => {
  const client = openMemory();
  const none = { ReturnConsumedCapacity: 'NONE', ReturnItemCollectionMetrics: 'NONE' } as const;
  await client.send(new PutCommand({ TableName, Item: Key, ...none }));
  const get = new GetCommand({ TableName, Key, ReturnConsumedCapacity: 'NONE' });
  expect(await client.send(get)).toMatchObject({ Item: Key });
});

test('a failed condition is an error like the AWS client throws', async () => {
  const client = openMemory();
  await putAll(client, [{ ...Key, n: 1, bytes: new Uint8Array([1]) }]);
  const put = (more: object): Promise<unknown> =>
    client.send(
      new PutCommand({
        TableName,
        Item: Key,
        ConditionExpression: 'attribute_not_exists(pk)',
        ...more,
      }),
    );
  const error: unknown = await put({}).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({
    name: 'ConditionalCheckFailedException',
    message: 'The conditional request failed',
    $fault: 'client',
    $metadata: { httpStatusCode: 400, attempts: 1, totalRetryDelay: 0 },
  });
  expect(error).not.toHaveProperty('Item');
  await expect(put({ ReturnValuesOnConditionCheckFailure: 'ALL_OLD' })).rejects.toMatchObject({
    Item: { pk: { S: 'p' }, sk: { S: 's' }, n: { N: '1' }, bytes: { B: new Uint8Array([1]) } },
  });
});

test('a request to another table finds none', async () => {
  const client = openMemory();
  const missing = refusal('Requested resource not found', 'ResourceNotFoundException');
  const Put = { TableName: 'another', Item: Key };
  await expect(client.send(new PutCommand(Put))).rejects.toEqual(missing);
  await expect(client.send(new TransactWriteCommand({ TransactItems: [{ Put }] }))).rejects.toEqual(
    missing,
  );
});
