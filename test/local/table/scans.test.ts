import { QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, test } from 'vitest';

import { openMemory, putAll, TableName, type Client } from './fixture.ts';

let client: Client;

beforeEach(() => {
  client = openMemory();
});

async function scanned(input: object): Promise<string[]> {
  const seen: string[] = [];
  let place: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName,
        Limit: 7,
        ...input,
        ...(place ? { ExclusiveStartKey: place } : {}),
      }),
    );
    seen.push(...(page.Items ?? []).map((item) => String(item['sk'])));
    place = page.LastEvaluatedKey;
  } while (place !== undefined);
  return seen.toSorted();
}

describe('a scan', () => {
  const items = Array.from({ length: 40 }, (_none, n) => ({
    pk: `p${n % 13}`,
    sk: String(n),
    ...(n % 2 === 0 ? { gsi1pk: `g${n % 3}`, gsi1sk: String(n % 5) } : {}),
  }));

  beforeEach(async () => {
    await putAll(client, items);
  });

  test('sees every item once, page by page', async () => {
    expect(await scanned({})).toEqual(items.map(({ sk }) => sk).toSorted());
    const indexed = items.filter((item) => 'gsi1pk' in item);
    expect(await scanned({ IndexName: 'gsi1' })).toEqual(indexed.map(({ sk }) => sk).toSorted());
  });

  test('in segments sees every item in exactly one of them', async () => {
    for (const IndexName of [undefined, 'gsi1']) {
      const parts = await Promise.all(
        [0, 1, 2].map((Segment) => scanned({ Segment, TotalSegments: 3, IndexName })),
      );
      expect(parts.flat().toSorted()).toEqual(await scanned({ IndexName }));
      expect(parts.filter((part) => part.length > 0).length).toBeGreaterThan(1);
    }
  });
});

describe('a page', () => {
  test('ends before 1 MB of items, measured before the filter', async () => {
    const text = 'x'.repeat(60 * 1024);
    const items = Array.from({ length: 20 }, (_none, n) => ({ pk: 'p', sk: String(n + 10), text }));
    await putAll(client, items);
    const input = {
      TableName,
      KeyConditionExpression: 'pk = :p',
      ExpressionAttributeValues: { ':p': 'p' },
      FilterExpression: 'attribute_exists(gone)',
    };
    const first = await client.send(new QueryCommand(input));
    expect(first).toMatchObject({
      Count: 0,
      ScannedCount: 17,
      LastEvaluatedKey: { pk: 'p', sk: '26' },
    });
    const ExclusiveStartKey = first.LastEvaluatedKey;
    const second = await client.send(new QueryCommand({ ...input, ExclusiveStartKey }));
    expect(second).toMatchObject({ ScannedCount: 3 });
    expect(second).not.toHaveProperty('LastEvaluatedKey');
    expect((await client.send(new ScanCommand({ TableName }))).Count).toBe(17);
  });
});
