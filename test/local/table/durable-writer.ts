import { PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';

import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { openTable } from '../../../local/table/client.ts';

// Writes until it is killed and says of each write, once it was acknowledged, that it was.
const [file = '', round = ''] = process.argv.slice(2);
const table = openTable({ file, schema: TABLE_SCHEMA });
const TableName = TABLE_SCHEMA.name;

const put = (pk: string, sk: string): object => ({
  TableName,
  Item: { pk, sk, text: 'x'.repeat(700), gsi1pk: 'all', gsi1sk: `${pk}${sk}` },
});

const count = {
  TableName,
  Key: { pk: 'counter', sk: 'counter' },
  UpdateExpression: 'ADD n :one',
  ExpressionAttributeValues: { ':one': 1 },
};

async function write(worker: number): Promise<void> {
  for (let serial = 0; ; serial += 1) {
    const id = `${round}-${worker}-${serial}`;
    const isTransaction = serial % 2 === 0;
    const command = isTransaction
      ? new TransactWriteCommand({
          TransactItems: [
            { Put: put(`transaction#${id}`, 'a') as never },
            { Put: put(`transaction#${id}`, 'b') as never },
            { Update: count },
          ],
        })
      : new PutCommand(put('put', id) as never);
    await table.send(command);
    process.stdout.write(`${isTransaction ? 'transaction' : 'put'} ${id}\n`);
  }
}

await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(write));
