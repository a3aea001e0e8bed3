import { expect, test } from 'vitest';

import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { openTable } from '../../../local/table/client.ts';

const item = (name: string, rev: number) => ({ pk: `package#${name}`, sk: 'package', rev });

test('items are saved where there are none, and the others given back', async () => {
  const table = openTable({ file: ':memory:', schema: TABLE_SCHEMA });
  expect(await table.insert([item('a', 1), item('b', 1)])).toEqual([]);
  const [taken, twice] = [item('a', 2), item('c', 2)];
  expect(await table.insert([taken, item('c', 1), twice, item('d', 1)])).toEqual([taken, twice]);
  const found = await table.find(
    ['a', 'b', 'c', 'd'].map((name) => ({ partition: `package#${name}`, sort: 'package' })),
  );
  expect(found).toEqual(['a', 'b', 'c', 'd'].map((name) => item(name, 1)));
  table.close();
});

test('one item that the table takes from nobody keeps all of them out', async () => {
  const table = openTable({ file: ':memory:', schema: TABLE_SCHEMA });
  const wrong = { pk: 'package#b', sk: '', rev: 1 };
  await expect(table.insert([item('a', 1), wrong])).rejects.toThrow('empty string value');
  expect(await table.find([{ partition: 'package#a', sort: 'package' }])).toEqual([undefined]);
  table.close();
});
