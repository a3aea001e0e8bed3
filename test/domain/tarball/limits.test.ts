import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { crc32, createGzip } from 'node:zlib';
import { expect, test } from 'vitest';

import { inspectTarball } from '#domain/tarball/inspect-tarball.ts';

import {
  END,
  entry,
  inspect,
  LIMITS,
  numbers,
  packageJson,
  packageWith,
  rawPax,
  record,
} from './archive.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const GIGABYTE = 2 ** 30;
const ZEROS = Buffer.alloc(2 ** 20);

test('files beyond the limit together are refused', async () => {
  const bytes = packageWith(
    entry('package/a', 'a'.repeat(1000)),
    entry('package/b', 'b'.repeat(1000)),
  );
  expect(await inspect(bytes, { ...LIMITS, unpacked: 2030 })).toMatchObject({ unpackedSize: 2030 });
  await expect(inspect(bytes, { ...LIMITS, unpacked: 2029 })).rejects.toMatchObject({
    code: 'too_large',
  });
  await expect(inspect(packageWith(entry('package/a', '', { size: GIGABYTE })))).rejects.toThrow(
    'the tarball unpacks to more than 64 MB, the limit of this registry',
  );
});

test('files, folders and headers beyond the limit are refused', async () => {
  const many = packageWith(
    entry('package/a'),
    entry('package/d/', '', { type: '5' }),
    rawPax(''),
    entry('package/b'),
  );
  expect(await inspect(many, { ...LIMITS, files: 5 })).toMatchObject({ fileCount: 3 });
  await expect(inspect(many, { ...LIMITS, files: 4 })).rejects.toMatchObject({
    code: 'too_large',
    message: 'the tarball has more than 4 files and folders, the limit of this registry',
  });
});

test('folders count without entries of their own', async () => {
  const deep = entry(`package/${'d/'.repeat(40)}a`);
  expect(await inspect(packageWith(deep), { ...LIMITS, files: 40 })).toMatchObject({
    fileCount: 2,
  });
  await expect(inspect(packageWith(deep), { ...LIMITS, files: 39 })).rejects.toMatchObject({
    code: 'too_large',
  });
});

test('long paths of many files are refused, because they are kept', async () => {
  const files = Array.from({ length: 20_000 }, (_, index) => [
    rawPax(record('path', `package/${'n'.repeat(900)}${index}`)),
    entry('package/a'),
  ]);
  const bytes = packageWith(...files.flat());
  await expect(inspect(bytes, { ...LIMITS, files: 50_000 })).rejects.toMatchObject({
    code: 'too_large',
    message: 'the paths in the tarball have more than 16777216 characters',
  });
});

test('headers count towards the size, so that they are no way around it', async () => {
  const header = rawPax(record('comment', 'x'.repeat(300_000)));
  const bytes = packageWith(header, entry('package/a'), header, entry('package/b'));
  await expect(inspect(bytes, { ...LIMITS, unpacked: 500_000 })).rejects.toMatchObject({
    code: 'too_large',
  });
});

/** An archive of one file, which is never held as a whole. */
function* largeFile(size: number, content: Buffer): Generator<Buffer> {
  yield packageJson();
  yield entry('package/large', '', { size });
  for (let sent = 0; sent < size; sent += content.length) yield content;
  yield END;
}

const bombOf = (size: number): AsyncIterable<Buffer> =>
  Readable.from(largeFile(size, ZEROS), { objectMode: false }).pipe(createGzip({ level: 9 }));

const unpackedWith = (unpacked: number) => async (bytes: AsyncIterable<Uint8Array>) => {
  const inspector = inspectTarball({ ...LIMITS, unpacked });
  let taken = 0;
  try {
    for await (const chunk of bytes) {
      taken += chunk.length;
      await inspector.write(chunk);
    }
    return { facts: await inspector.end() };
  } catch (error) {
    return { error, taken };
  }
};

test('a bomb stops at what its header says, before a byte of it is unpacked', async () => {
  const result = await unpackedWith(100 * 2 ** 20)(bombOf(7 * GIGABYTE));
  expect(result).toMatchObject({ error: { code: 'too_large' } });
  expect(result.taken).toBeLessThan(64 * 1024);
});

test('a bomb within a generous limit stops at the ratio', async () => {
  const result = await unpackedWith(8 * GIGABYTE)(bombOf(7 * GIGABYTE));
  expect(result).toMatchObject({
    error: { code: 'too_large', message: expect.stringContaining('more than 200 times its size') },
  });
  expect(result.taken).toBeLessThan(256 * 1024);
});

test('a small package may be as empty as it likes', async () => {
  const bytes = packageWith(entry('package/zeros', Buffer.alloc(30 * 2 ** 20)));
  expect(bytes.length).toBeLessThan(64 * 1024);
  expect(await inspect(bytes)).toMatchObject({ fileCount: 2 });
});

/** gzip of blocks that are stored as they are, made without a compressor's memory. */
function* stored(archive: Iterable<Buffer>): Generator<Buffer> {
  let crc = 0;
  let length = 0;
  yield Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
  for (const bytes of archive) {
    crc = crc32(bytes, crc);
    length += bytes.length;
    const head = Buffer.alloc(5);
    head.writeUInt16LE(bytes.length, 1);
    head.writeUInt16LE(0xffff - bytes.length, 3);
    yield Buffer.concat([head, bytes]);
  }
  const end = Buffer.from([1, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0]);
  end.writeUInt32LE(crc, 5);
  end.writeUInt32LE(length, 9);
  yield end;
}

/** What is in use, without what only waits to be collected. */
async function used(): Promise<number> {
  collectGarbage();
  // Buffers are given back a moment later.
  await setImmediate();
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

test('memory does not grow with a tarball', async () => {
  const random = numbers(7);
  const noise = Buffer.from(Array.from({ length: 2 ** 15 }, () => Math.floor(random() * 256)));
  const size = 2 ** 28;
  const inspector = inspectTarball({ unpacked: GIGABYTE, files: 10 });
  const before = await used();
  const samples: number[] = [];
  let count = 0;
  for (const chunk of stored(largeFile(size, noise))) {
    await inspector.write(chunk);
    count += 1;
    if (count % 800 === 0) samples.push((await used()) - before);
  }
  expect(await inspector.end()).toMatchObject({ fileCount: 2, unpackedSize: size + 30 });
  expect(samples.length).toBeGreaterThan(5);
  expect(Math.max(...samples)).toBeLessThan(8 * 2 ** 20);
});

test('a tarball of many small files is read in order', async () => {
  const files = Array.from({ length: 900 }, (_, index) =>
    entry(`package/${index % 30}/${index}.js`, 'x'),
  );
  const { fileCount, paths } = await inspect(packageWith(...files));
  expect(fileCount).toBe(901);
  expect([...paths].at(-1)).toBe('29/899.js');
});
