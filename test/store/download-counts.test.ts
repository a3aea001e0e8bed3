import { afterAll, expect, test } from 'vitest';

import { parsePackageName } from '#domain/package-name.ts';
import { parseVersion } from '#domain/version.ts';
import { createDownloadCounts } from '#store/download-counts.ts';
import { addDownloads } from '#store/downloads.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { openTable } from '../../local/table/client.ts';
import { uniqueName } from '../packages.ts';

const table = openTable({ file: ':memory:', schema: TABLE_SCHEMA });
afterAll(() => table.close());

test('downloads are added up by day, of all versions, from the first day to the last', async () => {
  const name = parsePackageName(uniqueName());
  const other = parsePackageName(uniqueName());
  const [one, two] = [parseVersion('1.0.0'), parseVersion('2.0.0-z.1')];
  await addDownloads(table, uniqueName(), [
    { name, version: two, day: '2026-01-01', count: 100 },
    { name, version: one, day: '2026-01-02', count: 1 },
    { name, version: two, day: '2026-01-02', count: 2 },
    { name, version: one, day: '2026-01-04', count: 3 },
    { name, version: two, day: '2026-01-04', count: 4 },
    { name, version: one, day: '2026-01-05', count: 100 },
    { name: other, version: one, day: '2026-01-03', count: 100 },
  ]);
  const counts = createDownloadCounts(() => table);
  const found = await counts(name, { start: '2026-01-02', end: '2026-01-04' });
  expect([...found]).toEqual([
    ['2026-01-02', 3],
    ['2026-01-04', 7],
  ]);
});
