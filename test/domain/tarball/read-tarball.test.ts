import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';

import { folderContent } from '#domain/tarball/folder-content.ts';
import { type Reading, readTarball, type ReadTarball } from '#domain/tarball/read-tarball.ts';

import { entry, packageWith, sign } from './archive.ts';

const ALL: Reading = {
  bytes: Infinity,
  entries: Infinity,
  expired: () => false,
  wanted: new Map(),
};

const read = async (
  tarball: Uint8Array,
  reading: Partial<Reading> = {},
  piece = 1000,
): Promise<ReadTarball> => readTarball(pieces(tarball, piece), { ...ALL, ...reading });

async function* pieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

test('files are listed with the hash of what is installed: of two of a name, the last', async () => {
  const tarball = packageWith(
    entry('package/a.js', 'first'),
    entry('package/empty'),
    entry('package/a.js', 'second'),
  );
  const { files, contents, ending } = await read(tarball, { wanted: new Map([['a.js', 3]]) });
  expect([...files.keys()]).toEqual(['package.json', 'a.js', 'empty']);
  expect(files.get('a.js')).toMatchObject({ size: 6, sha256: sha256('second') });
  expect(files.get('empty')).toMatchObject({ size: 0, sha256: sha256('') });
  expect(contents.get('a.js')?.toString()).toBe('sec');
  expect(ending).toBe('end');
});

test('where only some content is wanted, nothing is read behind it', async () => {
  const tarball = packageWith(entry('package/a', 'A'), entry('package/b', 'B'));
  const { position } = (await read(tarball)).files.get('a') ?? { position: -1 };
  const found = await read(tarball, { wanted: new Map([['a', 9]]), last: position });
  expect(found.contents.get('a')?.toString()).toBe('A');
  expect(found.ending).toBe('enough');
});

test('bytes, entries and time end it, with what was found until then', async () => {
  const noise = Buffer.from(Array.from({ length: 300_000 }, (_, at) => (at * at * 31) % 251));
  const tarball = packageWith(entry('package/large', noise), entry('package/last', 'x'));
  const cut = await read(tarball, { bytes: 100_000 });
  expect(cut.ending).toBe('bytes');
  expect(cut.files.get('large')).toMatchObject({ size: noise.length, sha256: undefined });
  expect(cut.files.has('last')).toBe(false);
  const few = await read(tarball, { entries: 2 });
  expect([few.ending, [...few.files.keys()]]).toEqual(['files', ['package.json', 'large']]);
  expect((await read(tarball, { expired: () => true })).ending).toBe('time');
});

test('50,000 files are listed, a folder at a time', async () => {
  const one = entry('package/00/00000.js', 'x');
  const entries = Array.from({ length: 50_000 }, (_, at) => {
    const next = Buffer.from(one);
    next.write(`${String(at % 100).padStart(2, '0')}/${String(at).padStart(5, '0')}`, 8);
    sign(next);
    return next;
  });
  const { files } = await read(packageWith(Buffer.concat(entries)), {}, 64 * 1024);
  expect(files.size).toBe(50_001);
  const top = folderContent(files.values(), '');
  expect([top?.folders.length, top?.files.length]).toEqual([100, 1]);
  expect(top?.folders[0]).toMatchObject({ path: '00', fileCount: 500 });
  expect(folderContent(files.values(), '07')?.files[0]).toMatchObject({ path: '07/00007.js' });
  expect(folderContent(files.values(), 'none')).toBeUndefined();
});

test('a damaged tarball is told from one that is too large', async () => {
  const tarball = packageWith(entry('package/a', 'A'.repeat(50_000)));
  await expect(read(tarball.subarray(0, -20))).rejects.toMatchObject({ code: 'invalid' });
});
