import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, test } from 'vitest';

import { openMemory, refusal, TableName, type Client } from './fixture.ts';

let client: Client;

beforeEach(async () => {
  client = openMemory();
  const Item = {
    pk: 'p',
    sk: 's',
    n: 5,
    text: 'hello',
    bytes: new Uint8Array([1, 2, 3]),
    flag: true,
    nil: null,
    tags: new Set(['a', 'b']),
    numbers: new Set([1, 2]),
    blobs: new Set([new Uint8Array([9])]),
    things: [1, ['x'], { k: 'v' }],
    map: { deep: { n: 7 } },
  };
  await client.send(new PutCommand({ TableName, Item }));
});

/** Whether the one item there is passes; `#name` stands for that very name. */
async function passes(filter: string, values?: Record<string, unknown>): Promise<boolean> {
  const names = Object.fromEntries(
    [...filter.matchAll(/#(\w+)/g)].map(([reference, name]) => [reference, name ?? '']),
  );
  const { Count } = await client.send(
    new ScanCommand({
      TableName,
      FilterExpression: filter,
      ...(Object.keys(names).length === 0 ? {} : { ExpressionAttributeNames: names }),
      ...(values === undefined ? {} : { ExpressionAttributeValues: values }),
    }),
  );
  return Count === 1;
}

describe('a condition that holds', () => {
  test.for<[string, Record<string, unknown>?]>([
    ['n = :v', { ':v': 5 }],
    [':v < n', { ':v': 4.5 }],
    ['n <> :v', { ':v': '5' }],
    ['gone <> :v', { ':v': 1 }],
    ['gone <> absent'],
    ['#text > :v', { ':v': 'Hello' }],
    ['#text < :v', { ':v': 'h\uFFFF' }],
    ['#bytes >= :v', { ':v': new Uint8Array([1, 2]) }],
    ['tags = :v', { ':v': new Set(['b', 'a']) }],
    ['blobs = :v', { ':v': new Set([new Uint8Array([9])]) }],
    ['things = :v', { ':v': [1, ['x'], { k: 'v' }] }],
    ['#map = :v', { ':v': { deep: { n: 7 } } }],
    ['flag = :v', { ':v': true }],
    ['nil = :v', { ':v': null }],
    ['n BETWEEN :a AND :b', { ':a': 5, ':b': 5 }],
    ['#map.deep.n > n'],
    ['things[2].k IN (:a, :b)', { ':a': 1, ':b': 'v' }],
    ['attribute_exists(things[1][0])'],
    ['attribute_not_exists(things[1][1])'],
    ['attribute_type(numbers, :v)', { ':v': 'NS' }],
    ['attribute_type(nil, :v)', { ':v': 'NULL' }],
    ['begins_with(#text, :v)', { ':v': 'he' }],
    ['begins_with(#bytes, :v)', { ':v': new Uint8Array([1]) }],
    ['contains(#text, :v)', { ':v': 'ell' }],
    ['contains(#bytes, :v)', { ':v': new Uint8Array([2, 3]) }],
    ['contains(tags, :v)', { ':v': 'a' }],
    ['contains(blobs, :v)', { ':v': new Uint8Array([9]) }],
    ['contains(things, :v)', { ':v': ['x'] }],
    ['size(#text) = :v', { ':v': 5 }],
    ['size(things) > size(tags)'],
    ['size(#map) = size(blobs)'],
    ['NOT n = :a AND NOT n = :b OR n = :c', { ':a': 1, ':b': 2, ':c': 5 }],
    ['n = :a OR n = :b AND n = :c', { ':a': 5, ':b': 1, ':c': 1 }],
    ['not (n = :a or n = :b) and nOt NOT n = :c', { ':a': 1, ':b': 2, ':c': 5 }],
  ])('%s', async ([filter, values]) => {
    expect(await passes(filter, values)).toBe(true);
  });
});

describe('a condition that does not hold', () => {
  test.for<[string, Record<string, unknown>?]>([
    ['n = :v', { ':v': '5' }],
    ['gone = absent'],
    ['gone < :v', { ':v': 5 }],
    ['#text > :v', { ':v': 5 }],
    ['tags = :v', { ':v': new Set(['a']) }],
    ['things = :v', { ':v': [['x'], 1, { k: 'v' }] }],
    ['things > n'],
    ['flag = :v', { ':v': 1 }],
    ['n BETWEEN gone AND :b', { ':b': 9 }],
    ['gone IN (:a)', { ':a': null }],
    ['attribute_exists(#map.deep.n.deeper)'],
    ['attribute_type(gone, :v)', { ':v': 'NULL' }],
    ['begins_with(n, :v)', { ':v': '5' }],
    ['begins_with(#text, :v)', { ':v': 'Hello' }],
    ['contains(numbers, :v)', { ':v': '1' }],
    ['contains(#map, :v)', { ':v': 'deep' }],
    ['size(n) > :v', { ':v': 0 }],
    ['size(#text) = :v', { ':v': '5' }],
    ['attribute_exists(#constructor)'],
    ['attribute_exists(tags.#size)'],
  ])('%s', async ([filter, values]) => {
    expect(await passes(filter, values)).toBe(false);
  });
});

describe('a condition that is refused', () => {
  test.for<[string, string, Record<string, unknown>?]>([
    ['n < :v', 'Incorrect operand type', { ':v': [1] }],
    ['n BETWEEN :a AND :b', 'Incorrect operand type', { ':a': true, ':b': true }],
    ['n = n', 'must be distinct'],
    ['BEGINS_WITH(#text, :v)', 'Invalid function name; function: BEGINS_WITH', { ':v': 'h' }],
    ['attribute_type(n, :v)', 'Invalid attribute type name', { ':v': 'NUMBER' }],
    ['attribute_type(n, #text)', 'attribute_type'],
    ['size(:v) = n', 'operator or function: size, operand type: N', { ':v': 1 }],
    ['size(n, n) = :v', 'number of operands: 2', { ':v': 1 }],
    ['attribute_exists(n) = :v', 'Syntax error; token: "="', { ':v': true }],
    ['list_append(n, n) = :v', 'not allowed to be used this way', { ':v': 1 }],
    ['_n = :v', 'Syntax error; token: "_"', { ':v': 1 }],
    ['n[x] = :v', 'Syntax error', { ':v': 1 }],
    ['year = :v', 'reserved keyword: year', { ':v': 1 }],
    ['n = :v n', 'Syntax error; token: "n", near: ":v n"', { ':v': 1 }],
    [`n IN (${Array.from({ length: 100 }, () => ':v').join()})`, 'too many operands', { ':v': 1 }],
  ])('%s', async ([filter, words, values]) => {
    await expect(passes(filter, values)).rejects.toEqual(refusal(words));
  });
});
