import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, test } from 'vitest';

import { openMemory, putAll, refusal, TableName, type Client } from './fixture.ts';

let client: Client;

beforeEach(() => {
  client = openMemory();
});

type Input = Partial<QueryCommandInput>;

async function query(condition: string, values: Record<string, unknown>, input: Input = {}) {
  return client.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: condition,
      ExpressionAttributeValues: values,
      ...input,
    }),
  );
}

async function sortsOf(condition: string, values: Record<string, unknown>, input: Input = {}) {
  const { Items = [] } = await query(condition, values, input);
  return Items.map((item) => String(item['sk']));
}

describe('a query of a partition', () => {
  const SORTS = ['A', 'a', 'a%', 'ab', 'b', 'é', '\uD7FF', '\uE000', '\uFFFF', '😀'];

  beforeEach(async () => {
    await putAll(
      client,
      SORTS.map((sk) => ({ pk: 'p', sk })),
    );
    await putAll(client, [{ pk: 'p2', sk: 'a' }]);
  });

  test('is ordered by the bytes of the sort key, either way', async () => {
    expect(await sortsOf('pk = :p', { ':p': 'p' })).toEqual(SORTS);
    const backward = { ScanIndexForward: false };
    expect(await sortsOf('pk = :p', { ':p': 'p' }, backward)).toEqual(SORTS.toReversed());
  });

  test.for<[string, string[]]>([
    ['pk = :p AND sk = :s', ['ab']],
    ['pk = :p AND sk < :s', ['A', 'a', 'a%']],
    ['pk = :p AND sk <= :s', ['A', 'a', 'a%', 'ab']],
    ['sk > :s AND pk = :p', ['b', 'é', '\uD7FF', '\uE000', '\uFFFF', '😀']],
    [':p = pk AND :s <= sk', ['ab', 'b', 'é', '\uD7FF', '\uE000', '\uFFFF', '😀']],
    ['(pk = :p) AND (sk BETWEEN :s AND :s)', ['ab']],
    ['pk = :p AND begins_with(sk, :s)', ['ab']],
  ])('takes %s', async ([condition, expected]) => {
    expect(await sortsOf(condition, { ':p': 'p', ':s': 'ab' })).toEqual(expected);
  });

  test.for<[string, string[]]>([
    ['a', ['a', 'a%', 'ab']],
    ['a%', ['a%']],
    ['\uD7FF', ['\uD7FF']],
    ['\uFFFF', ['\uFFFF']],
    ['😀', ['😀']],
    ['\u{10FFFF}', []],
  ])('finds the sort keys that begin with %j', async ([prefix, expected]) => {
    const values = { ':p': 'p', ':s': prefix };
    expect(await sortsOf('pk = :p AND begins_with(sk, :s)', values)).toEqual(expected);
  });

  test('is cut by a limit, which names the place even at the very end', async () => {
    const seen: string[] = [];
    let place: Input['ExclusiveStartKey'];
    let pages = 0;
    do {
      const input = { Limit: 5, ...(place === undefined ? {} : { ExclusiveStartKey: place }) };
      const page = await query('pk = :p', { ':p': 'p' }, input);
      seen.push(...(page.Items ?? []).map((item) => String(item['sk'])));
      place = page.LastEvaluatedKey;
      pages += 1;
    } while (place !== undefined);
    expect(seen).toEqual(SORTS);
    expect(pages).toBe(3);
  });

  test('goes on inside a range, backward too', async () => {
    const condition = 'pk = :p AND sk BETWEEN :a AND :z';
    const values = { ':p': 'p', ':a': 'a', ':z': 'é' };
    const input = { ScanIndexForward: false, Limit: 2 };
    const first = await query(condition, values, input);
    expect(first.LastEvaluatedKey).toEqual({ pk: 'p', sk: 'b' });
    const ExclusiveStartKey = first.LastEvaluatedKey;
    expect(await sortsOf(condition, values, { ...input, ExclusiveStartKey })).toEqual(['ab', 'a%']);
  });

  test('counts what it looked at before the filter, and the limit is on that', async () => {
    const filter = {
      FilterExpression: 'attribute_exists(gone)',
      Limit: 4,
      Select: 'COUNT' as const,
    };
    const page = await query('pk = :p', { ':p': 'p' }, filter);
    expect(page).toMatchObject({
      Count: 0,
      ScannedCount: 4,
      LastEvaluatedKey: { pk: 'p', sk: 'ab' },
    });
    expect(page).not.toHaveProperty('Items');
  });

  test.for<[string, Input, string]>([
    [
      'of another partition',
      { ExclusiveStartKey: { pk: 'p2', sk: 'a' } },
      'outside query boundaries',
    ],
    ['outside the range', { ExclusiveStartKey: { pk: 'p', sk: 'A' } }, 'range key predicate'],
    ['with too few attributes', { ExclusiveStartKey: { pk: 'p' } }, 'starting key is invalid'],
    ['with too many', { ExclusiveStartKey: { pk: 'p', sk: 'a', x: 1 } }, 'starting key is invalid'],
  ])('refuses a start key %s', async ([_why, input, words]) => {
    const values = { ':p': 'p', ':s': 'a' };
    await expect(query('pk = :p AND sk >= :s', values, input)).rejects.toEqual(refusal(words));
  });

  test.for<[string, Record<string, unknown>, string]>([
    ['pk = :p', { ':p': 1 }, 'does not match schema type'],
    ['pk = :p', { ':p': '' }, 'empty string value'],
    ['begins_with(pk, :p)', { ':p': 'p' }, 'not supported'],
    ['pk = :p AND sk <> :p', { ':p': 'p' }, 'not supported'],
    ['pk = :p AND sk.a = :p', { ':p': 'p' }, 'nested attributes'],
    ['pk = :p AND NOT sk = :p', { ':p': 'p' }, 'Invalid operator'],
    ['pk = :p AND pk = :p', { ':p': 'p' }, 'missed key schema element: sk'],
  ])('refuses %s with %j', async ([condition, values, words]) => {
    await expect(query(condition, values)).rejects.toEqual(refusal(words));
  });
});

describe('a query of an index', () => {
  beforeEach(async () => {
    await putAll(client, [
      { pk: 'a', sk: '1', gsi1pk: 'g', gsi1sk: 'x' },
      { pk: 'b', sk: '1', gsi1pk: 'g', gsi1sk: 'x' },
      { pk: 'a', sk: '2', gsi1pk: 'g', gsi1sk: 'x' },
      { pk: 'c', sk: '1', gsi1pk: 'g', gsi1sk: 'y', extra: true },
      { pk: 'd', sk: '1', gsi1pk: 'g' },
      { pk: 'e', sk: '1', gsi1sk: 'x' },
    ]);
  });

  test('finds the whole items that have both its keys, and no others', async () => {
    const { Items } = await query('gsi1pk = :g', { ':g': 'g' }, { IndexName: 'gsi1' });
    expect(Items?.map((item) => `${String(item['pk'])}${String(item['sk'])}`)).toEqual([
      'a1',
      'a2',
      'b1',
      'c1',
    ]);
    expect(Items?.at(-1)).toHaveProperty('extra', true);
  });

  test('goes on among items with the same index keys', async () => {
    const condition = 'gsi1pk = :g AND gsi1sk = :x';
    const values = { ':g': 'g', ':x': 'x' };
    const input = { IndexName: 'gsi1', Limit: 1 };
    const first = await query(condition, values, input);
    expect(first.LastEvaluatedKey).toEqual({ gsi1pk: 'g', gsi1sk: 'x', pk: 'a', sk: '1' });
    const second = await query(condition, values, {
      ...input,
      ExclusiveStartKey: first.LastEvaluatedKey,
    });
    expect(second.Items).toMatchObject([{ pk: 'a', sk: '2' }]);
  });

  test('may filter on the keys of the table, not on its own', async () => {
    const values = { ':g': 'g', ':x': 'b' };
    const onTable = { IndexName: 'gsi1', FilterExpression: 'pk = :x' };
    expect((await query('gsi1pk = :g', values, onTable)).Count).toBe(1);
    const onIndex = { IndexName: 'gsi1', FilterExpression: 'gsi1sk = :x' };
    await expect(query('gsi1pk = :g', values, onIndex)).rejects.toEqual(
      refusal('non-primary key attributes'),
    );
  });

  test('of the name of no index, or a consistent one, is refused', async () => {
    const values = { ':g': 'g' };
    await expect(query('gsi1pk = :g', values, { IndexName: 'gsi9' })).rejects.toEqual(
      refusal('does not have the specified index: gsi9'),
    );
    const consistent = { IndexName: 'gsi1', ConsistentRead: true };
    await expect(query('gsi1pk = :g', values, consistent)).rejects.toEqual(
      refusal('Consistent reads are not supported on global secondary indexes'),
    );
  });
});
