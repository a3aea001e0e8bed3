import { afterAll, expect, test } from 'vitest';

import type { Download } from '#domain/downloads/day-downloads.ts';
import { parsePackageName } from '#domain/package-name.ts';
import { parseVersion } from '#domain/version.ts';
import { partsOf } from '#store/downloads/add-downloads.ts';
import { createDownloadCounts } from '#store/downloads/download-counts.ts';
import { createDownloadTotals } from '#store/downloads/month-item.ts';
import { createRegistryDownloads } from '#store/downloads/registry-day.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { openTable } from '../../../local/table/client.ts';
import { uniqueName } from '../../packages.ts';

const table = openTable({ file: ':memory:', schema: TABLE_SCHEMA });
afterAll(() => table.close());

const counts = createDownloadCounts(() => table);
const all = createRegistryDownloads(() => table);

/** `1.0.0` of a package on a day of January, so often. */
const downloadOf = (
  name: string,
  [day, times, version = '1.0.0']: readonly [number, number, string?],
): Download => ({
  id: uniqueName(),
  name: parsePackageName(name),
  version: parseVersion(version),
  day: `2026-01-0${day}`,
  agent: 'npm/12.2.0 node/v24.21.0 linux x64 workspaces/false',
  visitor: undefined,
  times,
});

const totals = createDownloadTotals(() => table);

const add = async (downloads: readonly Download[], limit = 0): Promise<void> => {
  for (const part of partsOf({ downloads, missing: [], refused: [], limit }))
    await part.add(table, new Date());
};

test('downloads are added up by day, of all versions, from the first day to the last', async () => {
  const name = parsePackageName(uniqueName());
  const other = parsePackageName(uniqueName());
  await add([
    downloadOf(name, [1, 100]),
    downloadOf(name, [2, 1]),
    downloadOf(name, [2, 2, '2.0.0-z.1']),
    downloadOf(name, [4, 7]),
    downloadOf(name, [5, 100]),
    downloadOf(other, [3, 100]),
  ]);
  const found = await counts(name, { start: '2026-01-02', end: '2026-01-04' });
  expect([...found].map(([day, { total }]) => [day, total])).toEqual([
    ['2026-01-02', 3],
    ['2026-01-04', 7],
  ]);
  expect([...(found.get('2026-01-02')?.versions ?? [])]).toEqual([
    ['1.0.0', 1],
    ['2.0.0-z.1', 2],
  ]);
});

test('writers who add to the same package at once lose nothing of each other', async () => {
  const name = parsePackageName(uniqueName());
  const before = (await all({ start: '2026-01-08', end: '2026-01-08' })).size;
  await Promise.all(Array.from({ length: 5 }, async () => add([downloadOf(name, [8, 3])])));
  const found = await counts(name, { start: '2026-01-08', end: '2026-01-08' });
  expect(before).toBe(0);
  expect(found.get('2026-01-08')).toMatchObject({ total: 15, versions: new Map([['1.0.0', 15]]) });
  const days = await all({ start: '2026-01-08', end: '2026-01-08' });
  expect(days.get('2026-01-08')).toEqual({
    total: 15,
    robots: 0,
    beyondLimit: 0,
    clients: new Map([['npm', 15]]),
    nodes: new Map([['24', 15]]),
  });
});

test('more packages than one transaction has room for are added whole, and once', async () => {
  const names = Array.from({ length: 130 }, () => parsePackageName(uniqueName()));
  const downloads = names.map((name) => downloadOf(name, [9, 1]));
  await add(downloads);
  await add(downloads.toReversed());
  const period = { start: '2026-01-09', end: '2026-01-09' };
  expect((await all(period)).get('2026-01-09')?.total).toBe(130);
  for (const name of names) expect((await counts(name, period)).get('2026-01-09')?.total).toBe(1);
});

test('what one address may add is the same, whatever is added beside it at the same time', async () => {
  const name = parsePackageName(uniqueName());
  const batch = () => [{ ...downloadOf(name, [7, 1000]), visitor: 'AAAAAAAAAAA' }];
  await Promise.all([add(batch(), 1000), add(batch(), 1000), add(batch(), 1000)]);
  const period = { start: '2026-01-07', end: '2026-01-07' };
  expect((await counts(name, period)).get('2026-01-07')).toMatchObject({
    total: 1000,
    beyondLimit: 2000,
    addresses: 1,
  });
  expect((await totals(name, period)).get('2026-01-07')).toBe(1000);
});

test('sums of days are read by month, from the first day to the last', async () => {
  const name = parsePackageName(uniqueName());
  const days = ['2025-12-30', '2025-12-31', '2026-01-01', '2026-01-02', '2026-03-01'];
  await add(days.map((day, at) => ({ ...downloadOf(name, [1, at + 1]), day })));
  await add(days.map((day) => ({ ...downloadOf(name, [1, 10]), day })));
  const found = await totals(name, { start: '2025-12-31', end: '2026-01-01' });
  expect([...found]).toEqual([
    ['2025-12-31', 12],
    ['2026-01-01', 13],
  ]);
  expect((await totals(name, { start: '2025-01-01', end: '2026-12-31' })).size).toBe(5);
});

test('a package with very many versions on a day is counted all the same', async () => {
  const name = parsePackageName(uniqueName());
  const downloads = Array.from({ length: 3000 }, (_, at) =>
    downloadOf(name, [6, 1, `1.0.${at}-${'x'.repeat(200)}`]),
  );
  for (let time = 0; time < 2; time += 1) {
    await add(downloads.map((each) => ({ ...each, id: uniqueName() })));
  }
  const period = { start: '2026-01-06', end: '2026-01-06' };
  const { total, versions } = (await counts(name, period)).get('2026-01-06') ?? {};
  expect(total).toBe(6000);
  expect([...(versions?.values() ?? [])].reduce((sum, count) => sum + count)).toBe(6000);
});
