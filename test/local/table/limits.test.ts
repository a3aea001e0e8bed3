import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';

import { itemSize } from '../../../local/table/value/size.ts';
import { openMemory, refusal, TableName } from './fixture.ts';

const Key = { pk: 'p', sk: 's' };

async function put(more: object): Promise<unknown> {
  return openMemory().send(new PutCommand({ TableName, Item: { ...Key, ...more } }));
}

test.for<[string, Parameters<typeof itemSize>[0], number]>([
  ['names and strings in UTF-8', { é: '😀' }, 2 + 4],
  [
    'numbers by their digits',
    { a: 0, b: 12, c: 123, d: -1, e: 1200, f: 0.001, g: 12.5 },
    7 + 1 + 2 + 3 + 3 + 2 + 2 + 3,
  ],
  ['true, false and null as one byte', { a: true, b: null }, 4],
  ['bytes as they are', { a: new Uint8Array(5) }, 6],
  ['sets by their elements', { a: new Set(['x', 'yz']), b: new Set([1, 22]) }, 2 + 3 + 4],
  [
    'lists and maps with their overhead',
    { a: ['x', []], b: { c: 'd' } },
    1 + 3 + 2 + 1 + 3 + 1 + 3 + 1 + 2,
  ],
])('an item is measured as DynamoDB does: %s', ([_what, item, bytes]) => {
  expect(itemSize(item)).toBe(bytes);
});

test('an item may have 400 KB and not a byte more', async () => {
  const rest = 400 * 1024 - itemSize({ ...Key, text: '' });
  await put({ text: 'x'.repeat(rest) });
  await expect(put({ text: 'x'.repeat(rest + 1) })).rejects.toEqual(
    refusal('Item size has exceeded the maximum allowed size'),
  );
});

test('an update may not make a larger one', async () => {
  const client = openMemory();
  const half = 'x'.repeat(250 * 1024);
  await client.send(new PutCommand({ TableName, Item: { ...Key, half } }));
  const update = new UpdateCommand({ TableName, Key, UpdateExpression: 'SET twice = half' });
  await expect(client.send(update)).rejects.toEqual(refusal('Item size to update has exceeded'));
});

test('keys have at most 2048 and 1024 bytes, of the table and of an index', async () => {
  await put({ pk: 'é'.repeat(1024), sk: 'é'.repeat(512) });
  await put({ gsi1pk: 'é'.repeat(1024), gsi1sk: 'é'.repeat(512) });
  await expect(put({ pk: `${'é'.repeat(1024)}x` })).rejects.toEqual(refusal('2048 bytes'));
  await expect(put({ sk: `${'é'.repeat(512)}x` })).rejects.toEqual(refusal('1024 bytes'));
  await expect(put({ gsi1pk: `${'é'.repeat(1024)}x` })).rejects.toEqual(refusal('2048 bytes'));
  await expect(put({ gsi1sk: `${'é'.repeat(512)}x` })).rejects.toEqual(refusal('1024 bytes'));
});

test('values nest at most 32 deep', async () => {
  const nested = (levels: number): unknown => (levels === 0 ? 'x' : { a: nested(levels - 1) });
  await put({ deep: nested(31) });
  await expect(put({ deep: nested(32) })).rejects.toEqual(refusal('Nesting Levels'));
});

test.for<[string, unknown, string]>([
  ['an empty set', new Set(), 'may not be empty'],
  ['a set of several types', new Set(['a', 1]), 'one type'],
  ['a set of lists', new Set([[1]]), 'strings, numbers or bytes'],
  ['equal bytes twice in a set', new Set([new Uint8Array([1]), new Uint8Array([1])]), 'duplicates'],
  ['infinity', Number.POSITIVE_INFINITY, 'not a number that can be kept'],
  ['not a number', Number.NaN, 'not a number that can be kept'],
  ['a number beyond the safe integers', 2 ** 53, 'would lose digits'],
  ['a bigint beyond them', 2n ** 64n, 'would lose digits'],
  ['a number too small', 1e-131, 'Number underflow'],
  ['an unpaired surrogate', 'a\uD800', 'well-formed'],
  ['a date', new Date(0), 'a value of class Date is not supported'],
  ['a Map', new Map(), 'a value of class Map is not supported'],
  ['a function', () => 1, 'a value of type function is not supported'],
  ['an attribute without a name', { '': 1 }, 'attribute name is empty'],
])('a value is refused: %s', async ([_what, value, words]) => {
  await expect(put({ a: value })).rejects.toEqual(refusal(words));
});

test('a safe bigint is a number, and minus zero is zero', async () => {
  const client = openMemory();
  await client.send(new PutCommand({ TableName, Item: { ...Key, a: 12n, b: -0 } }));
  const { Item } = await client.send(new GetCommand({ TableName, Key }));
  expect(Item).toEqual({ ...Key, a: 12, b: 0 });
});
