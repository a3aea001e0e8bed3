import { PutCommand } from '@aws-sdk/lib-dynamodb';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';

import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { openTable } from '../../../local/table/client.ts';
import { folder } from '../../target.ts';

const put = (pk: string): PutCommand =>
  new PutCommand({ TableName: TABLE_SCHEMA.name, Item: { pk, sk: 'a' } });

test('nothing gets to the disk without what was journaled before it, also after a commit that failed', async () => {
  const file = path.join(folder(), 'table.db');
  const table = openTable({ file, schema: TABLE_SCHEMA });
  const other = new DatabaseSync(file);
  const journaled = (): unknown => other.prepare('SELECT key FROM journal').all();
  other.exec('BEGIN IMMEDIATE');
  table.journal.add('blob', Buffer.from('bytes'));
  await expect(table.send(put('first'))).rejects.toThrow('locked');
  other.exec('ROLLBACK');
  expect(journaled()).toEqual([]);
  await table.send(put('second'));
  expect(journaled()).toEqual([{ key: 'blob' }]);
  expect(table.journal.entries()).toEqual([
    { key: 'blob', bytes: new Uint8Array(Buffer.from('bytes')) },
  ]);
  other.close();
  table.close();
});

test('what is removed is forgotten when the table closes', async () => {
  const file = path.join(folder(), 'table.db');
  const open = () => openTable({ file, schema: TABLE_SCHEMA });
  const table = open();
  table.journal.add('one', Buffer.from('1'));
  table.journal.add('two', Buffer.from('2'));
  await table.send(put('item'));
  table.journal.remove('one');
  table.close();
  const again = open();
  expect(again.journal.entries().map(({ key }) => key)).toEqual(['two']);
  again.close();
});
