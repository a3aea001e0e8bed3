import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as tar from 'tar';
import { expect, test } from 'vitest';

import { readPacked } from '../../cli/publishing/packed.ts';
import { repacked } from '../../cli/publishing/packing/repacked.ts';
import { pack } from '../packages.ts';
import { folder } from '../target.ts';

interface Entry {
  readonly path: string;
  readonly mode: number | undefined;
  readonly content: string;
}

async function read(entry: tar.ReadEntry): Promise<Entry> {
  const { path: at, mode } = entry;
  return { path: at, mode, content: (await entry.concat()).toString('hex') };
}

/** All that is in it but its package.json. */
async function rest(file: string): Promise<readonly Entry[]> {
  const found: Promise<Entry>[] = [];
  await tar.list({ file, onReadEntry: (entry) => void found.push(read(entry)) });
  const all = await Promise.all(found);
  return all.filter((entry) => entry.path !== 'package/package.json');
}

const renamed = (packageJson: object) => ({ ...packageJson, name: '@acme/other' });

test('a tarball is written anew with another name, and nothing else is different', async () => {
  const dir = folder();
  const [from, to] = [path.join(dir, 'a.tgz'), path.join(dir, 'b.tgz')];
  const files = {
    'before.txt': '1',
    'large.bin': randomBytes(3 << 20),
    'lib/x.js': '2',
    empty: '',
  };
  writeFileSync(from, pack({ name: 'tool', version: '1.0.0', scripts: { a: 'b' } }, files));
  await repacked(from, to, renamed);
  const packed = await readPacked(to);
  expect(packed.packageJson).toEqual({
    name: '@acme/other',
    version: '1.0.0',
    scripts: { a: 'b' },
  });
  expect(await rest(to)).toEqual(await rest(from));
  expect(await rest(to)).toHaveLength(4);
  const again = path.join(dir, 'c.tgz');
  await repacked(from, again, renamed);
  expect((await readPacked(again)).digests).toEqual(packed.digests);
});

test('scripts ship as they are under another name, control characters included', async () => {
  const dir = folder();
  const [from, to] = [path.join(dir, 'a.tgz'), path.join(dir, 'b.tgz')];
  const scripts = { red: 'printf "\u001b[31m"', two: 'a\r\nb', '\u202eturned': '\u0007' };
  writeFileSync(from, pack({ name: 'tool', version: '1.0.0', scripts }));
  await repacked(from, to, renamed);
  expect((await readPacked(to)).packageJson).toEqual({
    name: '@acme/other',
    version: '1.0.0',
    scripts,
  });
});

test('what can’t be changed is an error, and no tarball without end', async () => {
  const dir = folder();
  const from = path.join(dir, 'a.tgz');
  writeFileSync(from, pack({ name: 'tool', version: '1.0.0' }));
  const failing = repacked(from, path.join(dir, 'b.tgz'), () => {
    throw new Error('no such change');
  });
  await expect(failing).rejects.toThrow('no such change');
  writeFileSync(from, pack({ name: 'tool', version: '1.0.0' }).subarray(0, 60));
  await expect(repacked(from, path.join(dir, 'b.tgz'), renamed)).rejects.toThrow(
    /zlib|end of file|truncated|TAR/i,
  );
});
