import {
  ScanCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';

import { TableName, type Client } from './fixture.ts';

export type Members = NonNullable<TransactWriteCommandInput['TransactItems']>;

export async function transact(
  client: Client,
  TransactItems: Members,
  token?: string,
): Promise<unknown> {
  return client.send(
    new TransactWriteCommand({
      TransactItems,
      ...(token === undefined ? {} : { ClientRequestToken: token }),
    }),
  );
}

export async function count(client: Client): Promise<number | undefined> {
  return (await client.send(new ScanCommand({ TableName }))).Count;
}

/** A member that puts an item of the partition `p`. */
export const put = (sk: string, more: object = {}): Members[number] => ({
  Put: { TableName, Item: { pk: 'p', sk, ...more } },
});

/** A member that adds to the `n` of such an item. */
export const add = (sk: string, by: number): Members[number] => ({
  Update: {
    TableName,
    Key: { pk: 'p', sk },
    UpdateExpression: 'ADD n :by',
    ExpressionAttributeValues: { ':by': by },
  },
});
