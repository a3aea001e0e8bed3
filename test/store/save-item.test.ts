import { expect, test } from 'vitest';

import { saveItem } from '#store/backup/save-item.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { openTable } from '../../local/table/client.ts';

test('an item of a backup is written once, whatever the order of its attributes, and over no other', async () => {
  const table = openTable({ file: ':memory:', schema: TABLE_SCHEMA });
  const item = { pk: 'package#a', sk: 'package', rev: 1, owners: [{ name: 'alice', since: 2 }] };
  await saveItem(table, item);
  await saveItem(table, {
    owners: [{ since: 2, name: 'alice' }],
    rev: 1,
    sk: 'package',
    pk: 'package#a',
  });
  await expect(saveItem(table, { ...item, rev: 2 })).rejects.toThrow(
    'the target has another item package#a / package than the backup: somebody used it since',
  );
  const [there] = await table.find([{ partition: 'package#a', sort: 'package' }]);
  expect(there).toEqual(item);
  table.close();
});
