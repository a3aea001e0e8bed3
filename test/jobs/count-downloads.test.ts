import { afterAll, describe, expect, test } from 'vitest';

import { countDownloads } from '#jobs/count-downloads.ts';
import { listItems } from '#store/items.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { openTable } from '../../local/table/client.ts';
import { uniqueName } from '../packages.ts';

const table = openTable({ file: ':memory:', schema: TABLE_SCHEMA });
afterAll(() => table.close());

const message = (
  name: string,
  version: string,
  at = '2026-11-21T10:00:00.000Z',
  id = uniqueName(),
) => ({
  id,
  body: JSON.stringify({ name, version, at }),
});

const countsOf = async (name: string): Promise<readonly string[]> => {
  const items = await listItems(table, { partition: `downloads#${name}` });
  return items.map(
    ({ day, version, count }) => `${String(day)} ${String(version)} ${String(count)}`,
  );
};

describe('counting downloads', () => {
  test('adds up each version and day', async () => {
    const name = uniqueName();
    await countDownloads(table, [
      message(name, '1.0.0'),
      message(name, '1.0.0'),
      message(name, '2.0.0'),
      message(name, '1.0.0', '2026-11-22T00:00:00.000Z'),
    ]);
    await countDownloads(table, [message(name, '2.0.0')]);
    expect(await countsOf(name)).toEqual([
      '2026-11-21 1.0.0 2',
      '2026-11-21 2.0.0 2',
      '2026-11-22 1.0.0 1',
    ]);
  });

  test('counts a batch once that is delivered twice, in whatever order', async () => {
    const name = uniqueName();
    const batch = [message(name, '1.0.0'), message(name, '1.0.1')];
    await countDownloads(table, batch);
    await countDownloads(table, batch.toReversed());
    expect(await countsOf(name)).toEqual(['2026-11-21 1.0.0 1', '2026-11-21 1.0.1 1']);
  });

  test('takes more versions than one transaction has room for', async () => {
    const name = uniqueName();
    const versions = Array.from({ length: 230 }, (_, patch) => `1.0.${patch}`);
    await countDownloads(
      table,
      versions.map((version) => message(name, version)),
    );
    expect(await countsOf(name)).toHaveLength(230);
  });

  test.each(['{', '{}', '{"name":"..","version":"1.0.0","at":"2026-11-21T10:00:00.000Z"}'])(
    'refuses %s, which is none of its messages',
    async (body) => {
      await expect(countDownloads(table, [{ id: '1', body }])).rejects.toThrow(/./);
    },
  );
});
