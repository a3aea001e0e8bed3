import { afterAll, expect, test } from 'vitest';

import { parsePackageName } from '#domain/package-name.ts';
import { partsOf } from '#store/downloads/add-downloads.ts';
import {
  createRefusedVersions,
  LONGEST_REASON,
  type RefusedCount,
} from '#store/downloads/refused.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { openTable } from '../../../local/table/client.ts';
import { uniqueName } from '../../packages.ts';

const table = openTable({ file: ':memory:', schema: TABLE_SCHEMA });
afterAll(() => table.close());

const versions = createRefusedVersions(() => table);
const add = async (refused: readonly RefusedCount[]): Promise<void> => {
  for (const part of partsOf({ downloads: [], missing: [], refused, limit: 0 })) {
    await part.add(table, new Date());
  }
};
const refused = (name: string, at: string, more: Partial<RefusedCount> = {}): RefusedCount => ({
  id: uniqueName(),
  name: parsePackageName(name),
  version: '1.0.0',
  rule: 'deny',
  reason: 'so it is',
  at,
  times: 1,
  ...more,
});

test('what is refused is added up by version and rule, a batch once, the last first', async () => {
  const today = new Date().toISOString().slice(0, 10);
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  const batch = [
    refused('left', `${yesterday}T08:00:00.000Z`, { times: 2 }),
    refused('left', `${today}T09:00:00.000Z`, { reason: 'so it is now' }),
    refused('left', `${today}T07:00:00.000Z`, { rule: 'minAge' }),
    refused('right', `${today}T08:00:00.000Z`),
  ];
  await add(batch);
  await add(batch);
  const found = await versions({ start: yesterday, end: today });
  expect(
    found.map(({ name, rule, times, last }) => [name, rule, times, last.slice(11, 16)]),
  ).toEqual([
    ['left', 'deny', 3, '09:00'],
    ['right', 'deny', 1, '08:00'],
    ['left', 'minAge', 1, '07:00'],
  ]);
  expect(found[0]?.reason).toBe('so it is now');
  expect(await versions({ start: yesterday, end: yesterday })).toHaveLength(1);
});

test('who asks for very many versions fills no item, and hides none that many ask for', async () => {
  const day = '2099-02-01';
  const longest = { version: `1.0.0-${'x'.repeat(250)}`, reason: '€'.repeat(LONGEST_REASON) };
  for (let round = 0; round < 3; round += 1) {
    const asked = Array.from({ length: 1000 }, (_, at) =>
      refused(`a${round}-${at}-`.padEnd(214, 'a'), `${day}T10:00:00.000Z`, longest),
    );
    await add([...asked, refused('wanted', `${day}T01:00:00.000Z`, { times: 5 })]);
  }
  const found = await versions({ start: day, end: day });
  expect(found).toHaveLength(150);
  expect(found.find(({ name }) => name === 'wanted')?.times).toBe(15);
  expect(Buffer.byteLength(JSON.stringify(found))).toBeLessThan(350_000);
});
