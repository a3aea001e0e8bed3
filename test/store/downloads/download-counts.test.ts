import { createHash } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';

import type { Download } from '#domain/downloads/day-downloads.ts';
import { parsePackageName } from '#domain/package-name.ts';
import { parseVersion } from '#domain/version.ts';
import { partsOf } from '#store/downloads/add-downloads.ts';
import { createDownloadCounts } from '#store/downloads/download-counts.ts';
import { createDownloadTotals } from '#store/downloads/month-item.ts';
import { createRegistryAddresses } from '#store/downloads/registry-addresses.ts';
import { createRegistryDownloads } from '#store/downloads/registry-day.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { openTable } from '../../../local/table/client.ts';
import { uniqueName } from '../../packages.ts';

const table = openTable({ file: ':memory:', schema: TABLE_SCHEMA });
afterAll(() => table.close());

const counts = createDownloadCounts(() => table);
const all = createRegistryDownloads(() => table);
const addresses = createRegistryAddresses(() => table);

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

const visitor = (serial: number): string =>
  createHash('sha256').update(String(serial)).digest().toString('base64url', 0, 8);

test('an address counts once a day in the registry, whatever it asks for and with whom, and robots do not', async () => {
  const [name, other] = [uniqueName(), uniqueName()];
  const robot = { agent: 'curl/8.5.0', visitor: visitor(1000) };
  const serials = Array.from({ length: 400 }, (_, at) => at);
  const batches = Array.from({ length: 4 }, (_, at) => [
    ...serials.slice(at * 50, at * 50 + 250).map((serial) => ({
      ...downloadOf(at % 2 === 0 ? name : other, [3, 1]),
      visitor: visitor(serial),
    })),
    { ...downloadOf(name, [3, 1]), ...robot },
    { ...downloadOf(other, [4, 1]), visitor: visitor(1) },
  ]);
  await Promise.all(batches.map(async (batch) => add(batch)));
  const found = await addresses({ start: '2026-01-03', end: '2026-01-04' });
  expect([...found.keys()]).toEqual(['2026-01-03', '2026-01-04']);
  expect(Math.abs((found.get('2026-01-03') ?? 0) - 400)).toBeLessThan(40);
  expect(found.get('2026-01-04')).toBe(1);
});

test('downloads of many days are added at once', async () => {
  const days = Array.from({ length: 28 }, (_, at) => `2026-02-${String(at + 1).padStart(2, '0')}`);
  await add(
    days.map((day) => ({ ...downloadOf(uniqueName(), [1, 1]), day, visitor: 'AAAAAAAAAAA' })),
  );
  expect([...(await addresses({ start: '2026-02-01', end: '2026-02-28' })).keys()]).toEqual(days);
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
