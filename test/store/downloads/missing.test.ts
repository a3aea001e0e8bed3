import { afterAll, expect, test } from 'vitest';

import { parsePackageName } from '#domain/package-name.ts';
import { partsOf } from '#store/downloads/add-downloads.ts';
import { createMissingCounts, type MissingCount } from '#store/downloads/missing.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { openTable } from '../../../local/table/client.ts';
import { uniqueName } from '../../packages.ts';

const table = openTable({ file: ':memory:', schema: TABLE_SCHEMA });
afterAll(() => table.close());

const counts = createMissingCounts(() => table);
const add = async (missing: readonly MissingCount[]): Promise<void> => {
  for (const part of partsOf({ downloads: [], missing, refused: [], limit: 0 })) {
    await part.add(table, new Date());
  }
};
const missed = (name: string, day: string, times: number, version?: string): MissingCount => ({
  id: uniqueName(),
  name: parsePackageName(name),
  version,
  day,
  times,
});

test('what is missed is added up over days, a batch once', async () => {
  const batch = [
    missed('left', '2026-01-01', 2),
    missed('left', '2026-01-02', 3),
    missed('@acme/tool', '2026-01-02', 4, '9.0.0'),
    missed('right', '2026-01-03', 9),
  ];
  await add(batch);
  await add(batch);
  expect(await counts({ start: '2026-01-01', end: '2026-01-02' })).toEqual([
    ['left', 5],
    ['@acme/tool@9.0.0', 4],
  ]);
});

test('who asks for very many names does not hide what many miss, nor fill the table', async () => {
  for (let round = 0; round < 4; round += 1) {
    const names = Array.from({ length: 2000 }, (_, at) =>
      missed(`made-up-${round}-${at}`, '2026-02-01', 1),
    );
    await add([...names, missed('wanted', '2026-02-01', 100)]);
  }
  const found = await counts({ start: '2026-02-01', end: '2026-02-01' });
  expect(found.length).toBeLessThanOrEqual(500);
  expect(found[0]?.[0]).toBe('wanted');
  expect(found[0]?.[1]).toBeGreaterThan(380);
});

test('batches at the same time lose nothing of each other', async () => {
  await Promise.all(Array.from({ length: 5 }, async () => add([missed('both', '2026-03-01', 2)])));
  expect(await counts({ start: '2026-03-01', end: '2026-03-01' })).toEqual([['both', 10]]);
});
