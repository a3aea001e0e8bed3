import {
  GetCommand,
  PutCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, test } from 'vitest';

import { openMemory, refusal, TableName, type Client } from './fixture.ts';

const Key = { pk: 'p', sk: 's' };

let client: Client;

beforeEach(() => {
  client = openMemory();
});

async function stored(): Promise<unknown> {
  return (await client.send(new GetCommand({ TableName, Key }))).Item;
}

/** Updates an item that has these attributes and gives the item after it. */
async function updated(
  attributes: Record<string, unknown> | undefined,
  UpdateExpression: string,
  values?: Record<string, unknown>,
): Promise<unknown> {
  if (attributes !== undefined) {
    await client.send(new PutCommand({ TableName, Item: { ...Key, ...attributes } }));
  }
  await client.send(
    new UpdateCommand({
      TableName,
      Key,
      UpdateExpression,
      ...(values === undefined ? {} : { ExpressionAttributeValues: values }),
    }),
  );
  return stored();
}

describe('an update', () => {
  test('creates the item it does not find', async () => {
    expect(await updated(undefined, 'SET a = :v', { ':v': 1 })).toEqual({ ...Key, a: 1 });
  });

  test('that only removes creates nothing', async () => {
    expect(await updated(undefined, 'REMOVE a, b.c DELETE d :v', { ':v': new Set([1]) })).toBe(
      undefined,
    );
  });

  test('without an expression makes sure that the item exists', async () => {
    await client.send(new UpdateCommand({ TableName, Key }));
    expect(await stored()).toEqual(Key);
  });

  test('reads the item as it was before', async () => {
    expect(await updated({ a: 1, b: 2 }, 'REMOVE a SET b = a, c = b')).toEqual({
      ...Key,
      b: 1,
      c: 2,
    });
  });

  test('adds and subtracts as decimals do', async () => {
    expect(
      await updated({ a: 0.1, b: 1 }, 'SET a = (a + :v), b = (b) - :v, c = :v - :v', { ':v': 0.2 }),
    ).toEqual({ ...Key, a: 0.3, b: 0.8, c: 0 });
  });

  test('refuses a sum that a JavaScript number cannot carry', async () => {
    const sum = updated({ a: Number.MAX_SAFE_INTEGER }, 'ADD a :v', { ':v': 1 });
    await expect(sum).rejects.toEqual(refusal('more digits than a JavaScript number carries'));
    const fine = updated({ a: 1e15 }, 'ADD a :v', { ':v': 0.001 });
    await expect(fine).rejects.toEqual(refusal('more digits than a JavaScript number carries'));
  });

  test('copies with if_not_exists and appends with list_append', async () => {
    const values = { ':none': [], ':more': ['x'], ':one': 1 };
    expect(
      await updated(
        { had: [1], n: null },
        'SET had = list_append(:more, had), fresh = list_append(if_not_exists(fresh, :none), :more), n = if_not_exists(n, :one), c = if_not_exists(c, if_not_exists(d, :one)) + :one',
        values,
      ),
    ).toEqual({ ...Key, had: ['x', 1], fresh: ['x'], n: null, c: 2 });
  });

  test('reaches into maps and lists', async () => {
    expect(
      await updated({ a: { b: [1, { c: 2 }] } }, 'SET a.b[1].c = :v, a.d = a.b[0] REMOVE a.b[0]', {
        ':v': 3,
      }),
    ).toEqual({ ...Key, a: { b: [{ c: 3 }], d: 1 } });
  });

  test('counts list indexes in the list as it was, and appends beyond its end', async () => {
    const values = { ':x': 'x', ':y': 'y', ':z': 'z' };
    expect(
      await updated(
        { a: [0, 1, 2, 3, 4] },
        'REMOVE a[1], a[3], a[9] SET a[4] = :x, a[20] = :z, a[7] = :y',
        values,
      ),
    ).toEqual({ ...Key, a: [0, 2, 'x', 'y', 'z'] });
  });

  test('adds to numbers and sets, and takes from sets', async () => {
    const values = { ':n': 2, ':s': new Set(['b', 'c']), ':d': new Set([1]), ':e': new Set([5]) };
    expect(
      await updated(
        { n: 1, s: new Set(['a', 'b']), d: new Set([1, 2]), e: new Set([5]) },
        'ADD n :n, fresh :n, s :s, t :s DELETE d :d, e :e, gone :e',
        values,
      ),
    ).toEqual({
      ...Key,
      n: 3,
      fresh: 2,
      s: new Set(['a', 'b', 'c']),
      t: new Set(['b', 'c']),
      d: new Set([2]),
    });
  });
});

describe('an update is refused that', () => {
  test.for<[string, Record<string, unknown>, string, string]>([
    ['sets inside what is missing', {}, 'SET a.b = :v', 'invalid for update'],
    ['sets inside a string', { a: 'x' }, 'SET a.b = :v', 'invalid for update'],
    ['sets inside NULL', { a: null }, 'SET a.b = :v', 'invalid for update'],
    ['sets by index in a map', { a: {} }, 'SET a[0] = :v', 'invalid for update'],
    ['sets by name in a list', { a: [] }, 'SET a.b = :v', 'invalid for update'],
    ['sets inside an element beyond the end', { a: [] }, 'SET a[0].b = :v', 'invalid for update'],
    ['removes inside what is missing', {}, 'REMOVE a.b SET c = :v', 'invalid for update'],
    ['copies what is missing', {}, 'SET a = b, c = :v', 'does not exist in the item'],
    ['adds to a string', { a: 'x' }, 'ADD a :v', 'incorrect data type'],
    ['sums a string', { a: 'x' }, 'SET a = a + :v', 'incorrect data type'],
    [
      'appends to a string',
      { a: 'x', b: [] },
      'SET b = list_append(a, b), c = :v',
      'incorrect data type',
    ],
    ['makes a list of a map', {}, 'SET a.b = :v, a[0] = :v', 'conflict with each other'],
    ['sums three', { a: 1 }, 'SET a = a + :v + :v', 'Syntax error; token: "+"'],
    ['nests list_append', { a: [] }, 'SET a = list_append(list_append(a, a), :v)', 'not allowed'],
    ['asks for a condition function', {}, 'SET a = size(:v)', 'not allowed'],
    ['calls a function in capitals', {}, 'SET a = IF_NOT_EXISTS(a, :v)', 'Invalid function name'],
    ['sums a sum', { a: 1 }, 'SET a = (a + :v) + :v', 'Syntax error; token: "+"'],
    ['changes the key', {}, 'SET pk = :v', 'part of the key'],
  ])('%s', async ([_why, attributes, expression, words]) => {
    await expect(updated(attributes, expression, { ':v': 1 })).rejects.toEqual(refusal(words));
    expect(await stored()).toEqual({ ...Key, ...attributes });
  });

  test('makes an item too deep', async () => {
    let deep: unknown = 'x';
    for (let level = 0; level < 31; level += 1) deep = [deep];
    const set = updated({ a: {} }, 'SET a.b = :v', { ':v': deep });
    await expect(set).rejects.toEqual(refusal('Nesting Levels'));
  });
});

describe('an update answers', () => {
  const update = (
    UpdateExpression: string,
    ReturnValues: 'ALL_OLD' | 'UPDATED_NEW',
  ): UpdateCommand =>
    new UpdateCommand({
      TableName,
      Key,
      UpdateExpression,
      ReturnValues,
      ...(UpdateExpression.includes(':v') ? { ExpressionAttributeValues: { ':v': 1 } } : {}),
    });

  test.for<[NonNullable<UpdateCommandInput['ReturnValues']>, unknown]>([
    ['NONE', undefined],
    ['ALL_OLD', { ...Key, a: 1, m: { x: 1, y: 2 }, l: [1, 2, 3] }],
    ['ALL_NEW', { ...Key, a: 2, m: { x: 9, y: 2 }, l: [1, 9, 3], b: 9 }],
    ['UPDATED_OLD', { a: 1, m: { x: 1 }, l: [2] }],
    ['UPDATED_NEW', { a: 2, m: { x: 9 }, l: [9], b: 9 }],
  ])('%s', async ([ReturnValues, expected]) => {
    const Item = { ...Key, a: 1, m: { x: 1, y: 2 }, l: [1, 2, 3] };
    await client.send(new PutCommand({ TableName, Item }));
    const { Attributes } = await client.send(
      new UpdateCommand({
        TableName,
        Key,
        UpdateExpression: 'SET m.x = :v, l[1] = :v, b = :v ADD a :one REMOVE gone',
        ExpressionAttributeValues: { ':v': 9, ':one': 1 },
        ReturnValues,
      }),
    );
    expect(Attributes).toEqual(expected);
  });

  test('nothing where there was nothing, or nothing is left', async () => {
    expect(await client.send(update('SET a = :v', 'ALL_OLD'))).not.toHaveProperty('Attributes');
    expect(await client.send(update('REMOVE a', 'UPDATED_NEW'))).not.toHaveProperty('Attributes');
  });
});
