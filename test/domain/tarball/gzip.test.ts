import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';

import { RegistryError } from '#domain/errors.ts';

import { archive, cut, inspect, inspectChunks, packageJson, packageWith } from './archive.ts';

const PACKAGE = packageWith();

describe('what is no gzip is refused by its name', () => {
  test.each<[string, string | Uint8Array]>([
    ['a zip archive', 'PK\u0003\u0004 and more'],
    ['an HTML page', '\n <!doctype html>'],
    ['JSON', '{"error":"not found"}'],
    ['a bzip2 archive', 'BZh91AY'],
    ['an xz archive', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0])],
    ['a zstd archive', Buffer.from([0x28, 0xb5, 0x2f, 0xfd])],
    ['a tar archive that is not compressed', archive(packageJson())],
    ['something else', 'hello'],
    ['something else', Buffer.from([0x1f, 0x8c])],
  ])('%s', async (name, bytes) => {
    await expect(inspect(Buffer.from(bytes))).rejects.toThrow(
      `the tarball must be a tar archive compressed with gzip; this is ${name}`,
    );
  });

  test('nothing at all', async () => {
    await expect(inspect(Buffer.alloc(0))).rejects.toThrow('the tarball is empty');
    await expect(inspectChunks([])).rejects.toThrow('the tarball is empty');
  });
});

test('a tarball that is cut short anywhere is refused', async () => {
  for (let length = 1; length < PACKAGE.length; length += 1) {
    await expect(inspect(PACKAGE.subarray(0, length))).rejects.toThrow('is cut short');
  }
});

test('a byte that is wrong anywhere is noticed, or makes no difference', async () => {
  const facts = await inspect(PACKAGE);
  const results = await Promise.all(
    [...PACKAGE.keys()].map((at) => {
      const wrong = Buffer.from(PACKAGE);
      wrong[at] = (wrong[at] ?? 0) ^ 1;
      return inspect(wrong).catch((error: unknown) => error);
    }),
  );
  const unnoticed = results.filter((result) => !(result instanceof RegistryError));
  expect(unnoticed).toEqual(unnoticed.map(() => facts));
  expect(unnoticed.length).toBeLessThan(PACKAGE.length * 0.1);
});

test('bytes after the end are refused, wherever chunks are cut', async () => {
  const longer = Buffer.concat([PACKAGE, Buffer.from('more')]);
  await expect(inspect(longer)).rejects.toThrow('goes on after the end of its gzip stream');
  await expect(inspectChunks([PACKAGE, Buffer.from([1])])).rejects.toThrow('goes on after the end');
  await expect(inspectChunks(cut(longer, 5, 3))).rejects.toThrow('goes on after the end');
});

test('zeros after the end are padding, as npm of 2011 wrote it', async () => {
  const padded = Buffer.concat([PACKAGE, Buffer.alloc(1000)]);
  expect(await inspect(padded)).toEqual(await inspect(PACKAGE));
  expect(await inspectChunks(cut(padded, 3, 100))).toMatchObject({ fileCount: 1 });
  const late = Buffer.concat([padded, PACKAGE]);
  await expect(inspect(late)).rejects.toThrow('goes on after the end');
  await expect(inspectChunks(cut(late, 3, 100))).rejects.toThrow('goes on after the end');
  const fat = Buffer.concat([PACKAGE, Buffer.alloc(2 ** 20 + 1)]);
  await expect(inspect(fat)).rejects.toThrow('goes on after the end');
});

test('a second gzip member is refused, because only some clients would read it', async () => {
  const halves = [0, 700].map((at) => gzipSync(archive(packageJson()).subarray(at, at || 700)));
  await expect(inspect(Buffer.concat(halves))).rejects.toThrow('goes on after the end');
  const afterNothing = Buffer.concat([gzipSync(''), PACKAGE]);
  await expect(inspect(afterNothing)).rejects.toThrow('goes on after the end');
  await expect(inspect(Buffer.concat([PACKAGE, PACKAGE]))).rejects.toThrow('goes on after the end');
});

test('a wrong checksum and a wrong length are refused', async () => {
  for (const at of [PACKAGE.length - 8, PACKAGE.length - 4]) {
    const wrong = Buffer.from(PACKAGE);
    wrong.writeUInt32LE(1, at);
    await expect(inspect(wrong)).rejects.toThrow('its gzip checksum does not match');
  }
});

/** A gzip stream with a header of one's own. */
function gzipWith(flags: number, fields: string | Uint8Array, method = 8): Buffer {
  const tar = archive(packageJson());
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(tar), 0);
  trailer.writeUInt32LE(tar.length, 4);
  const start = Buffer.from([0x1f, 0x8b, method, flags, 0, 0, 0, 0, 0, 3]);
  return Buffer.concat([start, Buffer.from(fields), deflateRawSync(tar), trailer]);
}

test('file name, comment and extra field of a gzip header are passed over', async () => {
  const headers: [number, string][] = [
    [8, 'p.tar\0'],
    [16, 'a comment\0'],
    [4, '\u0003\0abc'],
    [4 | 8 | 16 | 1, '\u0002\0a\0name\0comment\0'],
  ];
  for (const [flags, fields] of headers) {
    const bytes = gzipWith(flags, fields);
    expect(await inspect(bytes)).toMatchObject({ fileCount: 1 });
    expect(await inspectChunks(cut(bytes, flags, 2))).toMatchObject({ fileCount: 1 });
  }
});

test('a gzip header that is unusual is refused', async () => {
  await expect(inspect(gzipWith(2, '\0\0'))).rejects.toThrow('of no known kind');
  await expect(inspect(gzipWith(0x80, ''))).rejects.toThrow('of no known kind');
  await expect(inspect(gzipWith(0, '', 9))).rejects.toThrow('of no known kind');
  await expect(inspect(gzipWith(8, 'n'.repeat(10_000)))).rejects.toThrow('header does not end');
});
