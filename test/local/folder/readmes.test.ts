import { readdirSync, readFileSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { README_DAYS } from '#store/readmes.ts';

import { openReadmes } from '../../../local/folder/readmes.ts';
import { README_KEY, readmesContract } from '../../store/readmes-contract.ts';
import { folder } from '../../target.ts';

const now = (): Date => new Date();

readmesContract('a folder', async () => openReadmes(folder(), now));

describe('READMEs in a folder', () => {
  test('go after a month, and not before', async () => {
    const root = folder();
    const clock = { days: 0 };
    const readmes = openReadmes(root, () => new Date(Date.now() + clock.days * 86_400_000));
    await readmes.sweep();
    await readmes.save(README_KEY, '<p>x</p>');
    clock.days = README_DAYS - 1;
    await readmes.sweep();
    expect(await readmes.find(README_KEY)).toBe('<p>x</p>');
    clock.days = README_DAYS + 1;
    await readmes.sweep();
    expect(await readmes.find(README_KEY)).toBeUndefined();
  });

  test('that a crash tore are none, and are written again', async () => {
    const root = folder();
    const readmes = openReadmes(root, now);
    await readmes.save(README_KEY, '<p>x</p>');
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
    const file = path.join(root, files.find((each) => each.endsWith(README_KEY)) ?? '');
    truncateSync(file, readFileSync(file).length - 3);
    expect(await readmes.find(README_KEY)).toBeUndefined();
    await readmes.save(README_KEY, '<p>x</p>');
    expect(await readmes.find(README_KEY)).toBe('<p>x</p>');
  });
});
