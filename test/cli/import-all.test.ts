import { expect, test } from 'vitest';

import type { ImportDoor } from '../../cli/importing/door.ts';
import { importAll } from '../../cli/importing/import-all.ts';
import { openReports } from '../../cli/importing/reports.ts';
import type { Source } from '../../cli/importing/source.ts';
import { atEnd } from '../at-end.ts';

const NAMES = Array.from({ length: 100 }, (_, at) => `p${at}`);

async function nobody(): Promise<never> {
  throw new Error('nothing is brought');
}

test('what nobody foresaw of one package ends an import, and the others begin nothing', async () => {
  const reports = await openReports();
  atEnd(async () => reports.close());
  const read: string[] = [];
  const source: Source = {
    title: 'a test',
    names: async () => NAMES,
    async read(name) {
      read.push(name);
      if (name === 'p0') throw new TypeError('nobody foresaw this');
      return undefined;
    },
    tarball: async () => ({ file: '', size: 0, done: async () => undefined }),
    accounts: async () => [],
    close: async () => undefined,
  };
  const door: ImportDoor = {
    here: nobody,
    bring: nobody,
    document: nobody,
    strangers: async () => [],
    close: async () => undefined,
  };
  const importing = importAll({
    source,
    door,
    reports,
    concurrency: 3,
    stopping: () => false,
    reached: () => undefined,
    owners: new Map(),
    ownerDefault: undefined,
    visibility: undefined,
    verify: true,
  });
  await expect(importing).rejects.toThrow('nobody foresaw this');
  expect(read.length).toBeLessThan(NAMES.length / 2);
});
