import { afterAll, describe, expect, test } from 'vitest';

import { parsePackageName } from '#domain/package-name.ts';
import { countDownloads } from '#jobs/count-downloads.ts';
import { createDownloadCounts } from '#store/downloads/download-counts.ts';
import { createVisitorKeys } from '#store/downloads/visitor-key.ts';
import { listItems } from '#store/items.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { openTable } from '../../local/table/client.ts';
import { uniqueName } from '../packages.ts';

const table = openTable({ file: ':memory:', schema: TABLE_SCHEMA });
afterAll(() => table.close());

const NPM = 'npm/12.2.0 node/v24.21.0 linux x64 workspaces/false';

const message = (name: string, more: object = {}, id = uniqueName()) => ({
  id,
  body: JSON.stringify({
    name,
    version: '1.0.0',
    at: '2026-11-21T10:00:00.000Z',
    agent: NPM,
    address: '192.0.2.1',
    ...more,
  }),
});

const now = (): Date => new Date();

const count = async (
  messages: Parameters<typeof countDownloads>[1],
  { limit = 0, goesOn = () => true }: { limit?: number; goesOn?: () => boolean } = {},
): Promise<readonly string[]> => {
  const hashAddress = await createVisitorKeys(() => table)(now());
  return countDownloads({ table, now, hashAddress, limit, goesOn }, messages);
};

const daysOf = async (name: string) =>
  createDownloadCounts(() => table)(parsePackageName(name), {
    start: '2026-11-01',
    end: '2026-11-30',
  });

describe('counting downloads', () => {
  test('adds up each version and day', async () => {
    const name = uniqueName();
    await count([
      message(name),
      message(name),
      message(name, { version: '2.0.0' }),
      message(name, { at: '2026-11-22T00:00:00.000Z' }),
    ]);
    await count([message(name, { version: '2.0.0' })]);
    const days = await daysOf(name);
    expect([...days].map(([day, { versions }]) => [day, [...versions]])).toEqual([
      [
        '2026-11-21',
        [
          ['1.0.0', 2],
          ['2.0.0', 2],
        ],
      ],
      ['2026-11-22', [['1.0.0', 1]]],
    ]);
  });

  test('writes no more items at once than DynamoDB takes, of a backlog of two weeks too', async () => {
    const names = Array.from({ length: 45 }, () => uniqueName());
    const messages = names.map((name, at) => {
      const day = String(8 + (at % 14)).padStart(2, '0');
      return message(name, { at: `2026-11-${day}T10:00:00.000Z` });
    });
    const sizes: number[] = [];
    const watched: typeof table = {
      ...table,
      async write(operation, input) {
        sizes.push((input as { TransactItems: readonly object[] }).TransactItems.length);
        return table.write(operation, input);
      },
    };
    const hashAddress = await createVisitorKeys(() => table)(now());
    const counting = { table: watched, now, hashAddress, limit: 0, goesOn: () => true };
    expect(await countDownloads(counting, messages)).toEqual([]);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100);
    for (const name of names) expect((await daysOf(name)).size).toBe(1);
  });

  test('counts a batch once that is delivered twice, in whatever order', async () => {
    const name = uniqueName();
    const batch = [message(name), message(name, { version: '1.0.1' })];
    await count(batch);
    await count(batch.toReversed());
    expect((await daysOf(name)).get('2026-11-21')?.total).toBe(2);
  });

  test('counts of an address and package a day no more than the limit, over all batches', async () => {
    const name = uniqueName();
    const other = uniqueName();
    for (let batch = 0; batch < 3; batch += 1) {
      await count([message(name), message(name), message(other)], { limit: 5 });
    }
    await count([message(name, { address: '192.0.2.2' })], { limit: 5 });
    await count([message(name, { address: '::ffff:192.0.2.1' })], { limit: 5 });
    expect((await daysOf(name)).get('2026-11-21')).toMatchObject({
      total: 6,
      beyondLimit: 2,
      addresses: 2,
    });
    expect((await daysOf(other)).get('2026-11-21')?.total).toBe(3);
  });

  test('stores no address, and nothing that leads to one when the day is over', async () => {
    const name = uniqueName();
    await count([message(name, { address: '203.0.113.77' })]);
    const items = await listItems(table, { partition: `downloads#${name}` });
    expect(JSON.stringify(items)).not.toContain('203.0.113.77');
    const keyOf = async () =>
      (await table.find([{ partition: 'visitor-key', sort: 'visitor-key' }]))[0];
    const today = await keyOf();
    await createVisitorKeys(() => table)(new Date(Date.now() + 86_400_000));
    const tomorrow = await keyOf();
    expect(today?.['key']).toHaveLength(43);
    expect(tomorrow?.['key']).toHaveLength(43);
    expect(tomorrow?.['key']).not.toEqual(today?.['key']);
  });

  test('processes that begin a day together hash by the same key', async () => {
    const day = new Date(Date.now() + 3 * 86_400_000);
    const hashes = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const hashAddress = await createVisitorKeys(() => table)(day);
        return hashAddress('192.0.2.1');
      }),
    );
    expect(new Set(hashes).size).toBe(1);
    expect(hashes[0]).toMatch(/^[\w-]{11}$/);
  });

  test('what was added is not added again, with whatever else it comes back', async () => {
    const names = Array.from({ length: 90 }, () => uniqueName());
    const messages = names.map((name) => message(name));
    let parts = 0;
    const left = await count(messages, { goesOn: () => (parts += 1) <= 2 });
    expect(left).toHaveLength(10);
    const back = messages.filter(({ id }) => left.includes(id));
    expect(await count([...back, message(names[0] ?? '')])).toEqual([]);
    const totals = await Promise.all(
      names.map(async (name) => (await daysOf(name)).get('2026-11-21')?.total),
    );
    expect(totals).toEqual([2, ...names.slice(1).map(() => 1)]);
  });

  test('a message that comes twice in a batch counts once', async () => {
    const name = uniqueName();
    const twice = message(name);
    await count([twice, message(name), twice]);
    expect((await daysOf(name)).get('2026-11-21')?.total).toBe(2);
  });

  test.each([
    '{',
    '{}',
    '{"name":"..","version":"1.0.0","at":"2026-11-21T10:00:00.000Z","agent":"","address":""}',
  ])('%s, which is none of its messages, is given back, and holds nobody up', async (body) => {
    const name = uniqueName();
    const bad = { id: uniqueName(), body };
    expect(await count([bad, message(name)])).toEqual([bad.id]);
    expect((await daysOf(name)).get('2026-11-21')?.total).toBe(1);
  });
});

test('a clock that was ahead for a while stops nobody from counting', async () => {
  const own = openTable({ file: ':memory:', schema: TABLE_SCHEMA });
  await createVisitorKeys(() => own)(new Date('2030-01-01T00:00:00Z'));
  const hash = await createVisitorKeys(() => own)(new Date('2026-11-21T00:00:00Z'));
  expect(hash('192.0.2.1')).toMatch(/^[\w-]{11}$/);
  own.close();
});
