import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { findFile } from '../../cli/setup/found-file.ts';
import { writeFiles } from '../../cli/setup/write-files.ts';
import { folder } from '../target.ts';

test('where one of several files can’t be replaced, all are as before', async () => {
  const here = folder();
  const [old, fresh, taken] = ['old', 'fresh', 'taken'].map((name) => path.join(here, name));
  writeFileSync(old ?? '', 'before\n', { mode: 0o640 });
  const files = [old, fresh, taken].map(async (file = '') => findFile(file));
  const replacements = (await Promise.all(files)).map((found) => ({
    found,
    bytes: Buffer.from('after\n'),
    mode: found.mode ?? 0o600,
  }));
  const forgotten: string[] = [];
  const written = writeFiles(replacements, async () => {
    // Somebody makes a folder of that name at the last moment.
    mkdirSync(taken ?? '');
    return async () => void forgotten.push('forgotten');
  });
  await expect(written).rejects.toThrow(/taken can't be changed: .*Nothing was written/);
  expect(readFileSync(old ?? '', 'utf8')).toBe('before\n');
  expect(statSync(old ?? '').mode & 0o777).toBe(0o640);
  expect(existsSync(fresh ?? '')).toBe(false);
  expect(readdirSync(here).toSorted()).toEqual(['old', 'taken']);
  expect(forgotten).toEqual(['forgotten']);
});
