import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';

import { openMemory, TableName } from './fixture.ts';

const Key = { pk: 'p', sk: 's' };

test('an item comes back as it was put, with every type of value', async () => {
  const client = openMemory();
  const Item = {
    ...Key,
    text: 'naïve 😀 \u0000 end',
    empty: '',
    number: -12.5,
    tiny: 1e-130,
    yes: true,
    nothing: null,
    list: [1, ['a', { deep: [] }], {}],
    map: { constructor: 'c', '__proto__ ': 1, inner: { tags: new Set(['x']) } },
    words: new Set(['a', 'b']),
    numbers: new Set([1, 2.5]),
    bytes: new Uint8Array([0, 255]),
    blobs: new Set([new Uint8Array([1]), new Uint8Array([])]),
  };
  await client.send(new PutCommand({ TableName, Item }));
  expect(await client.send(new GetCommand({ TableName, Key }))).toEqual({
    $metadata: { httpStatusCode: 200, attempts: 1, totalRetryDelay: 0 },
    Item,
  });
});

test('an attribute may be called __proto__', async () => {
  const client = openMemory();
  const map = JSON.parse('{"__proto__":{"a":1},"toString":2}') as Record<string, unknown>;
  await client.send(new PutCommand({ TableName, Item: { ...Key, map, tags: new Set(['x']) } }));
  await client.send(
    new UpdateCommand({
      TableName,
      Key,
      UpdateExpression: 'SET #map.#proto.b = :two',
      ConditionExpression: 'attribute_not_exists(#map.#has)',
      ExpressionAttributeNames: { '#map': 'map', '#proto': '__proto__', '#has': 'hasOwnProperty' },
      ExpressionAttributeValues: { ':two': 2 },
    }),
  );
  const { Item } = await client.send(new GetCommand({ TableName, Key }));
  expect(JSON.stringify(Item?.['map'])).toBe('{"__proto__":{"a":1,"b":2},"toString":2}');
});

test('a missing item is no Item at all', async () => {
  const answer = await openMemory().send(new GetCommand({ TableName, Key, ConsistentRead: true }));
  expect(answer).not.toHaveProperty('Item');
});

test('a put replaces the whole item and can show the old one', async () => {
  const client = openMemory();
  const put = (Item: object): Promise<unknown> =>
    client.send(new PutCommand({ TableName, Item: { ...Key, ...Item }, ReturnValues: 'ALL_OLD' }));
  expect(await put({ a: 1 })).not.toHaveProperty('Attributes');
  expect(await put({ b: 2 })).toMatchObject({ Attributes: { ...Key, a: 1 } });
  expect((await client.send(new GetCommand({ TableName, Key }))).Item).toEqual({ ...Key, b: 2 });
});

test('a delete shows what it removed, and removing nothing is no error', async () => {
  const client = openMemory();
  await client.send(new PutCommand({ TableName, Item: { ...Key, a: 1 } }));
  const remove = new DeleteCommand({ TableName, Key, ReturnValues: 'ALL_OLD' });
  expect(await client.send(remove)).toMatchObject({ Attributes: { ...Key, a: 1 } });
  expect(await client.send(remove)).not.toHaveProperty('Attributes');
});

test('what the caller changes after the call changes nothing in the table', async () => {
  const client = openMemory();
  const list = [1];
  const put = client.send(new PutCommand({ TableName, Item: { ...Key, list } }));
  list.push(2);
  await put;
  expect((await client.send(new GetCommand({ TableName, Key }))).Item).toEqual({
    ...Key,
    list: [1],
  });
});

test('a projection gives the named parts only, list elements in their order', async () => {
  const client = openMemory();
  const Item = { ...Key, a: 1, list: ['x', { y: 1, z: 2 }, 'w'], map: { b: 2, c: 3 } };
  await client.send(new PutCommand({ TableName, Item }));
  const project = async (ProjectionExpression: string): Promise<unknown> => {
    const names = { ExpressionAttributeNames: { '#list': 'list', '#map': 'map' } };
    const get = new GetCommand({ TableName, Key, ProjectionExpression, ...names });
    return (await client.send(get)).Item;
  };
  expect(await project('#list[2], #list[0], #map.b')).toEqual({ list: ['x', 'w'], map: { b: 2 } });
  expect(await project('#list[1].z, #list[1].y, #map.nowhere')).toEqual({ list: [{ y: 1, z: 2 }] });
  expect(await project('#map.b.c, #list.x')).toEqual({});
});

test('an undefined attribute is left out, an undefined value deeper down is refused', async () => {
  const client = openMemory();
  await client.send(new PutCommand({ TableName, Item: { ...Key, a: undefined } }));
  expect((await client.send(new GetCommand({ TableName, Key }))).Item).toEqual(Key);
  const deep = { ...Key, a: { b: undefined } };
  await expect(client.send(new PutCommand({ TableName, Item: deep }))).rejects.toThrow(/undefined/);
});
