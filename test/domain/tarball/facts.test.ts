import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';

import { createDigests } from '#domain/integrity.ts';
import { inspectTarball } from '#domain/tarball/inspect-tarball.ts';

import {
  cut,
  entry,
  folder,
  inspect,
  inspectChunks,
  LIMITS,
  packageWith,
  tarball,
} from './archive.ts';

const PACKAGE = packageWith(
  entry('package/README.md', '# p\n'),
  entry('package/lib/index.js', 'export {};\n'),
  entry('package/empty', ''),
);

test('a tarball tells its package.json, its paths, its sizes and its README', async () => {
  expect(await inspect(PACKAGE)).toEqual({
    packageJson: { name: 'p', version: '1.0.0' },
    paths: new Set(['package.json', 'README.md', 'lib/index.js', 'empty']),
    unpackedSize: 30 + 4 + 11,
    fileCount: 4,
    readme: { filename: 'README.md', text: '# p\n' },
  });
});

test('folders are no files', async () => {
  const facts = await inspect(
    packageWith(folder('package/'), folder('package/lib/'), folder('package/docs')),
  );
  expect(facts).toMatchObject({ fileCount: 1, paths: new Set(['package.json']) });
});

test('the chunks a tarball comes in make no difference', async () => {
  const whole = await inspect(PACKAGE);
  for (let seed = 1; seed <= 60; seed += 1) {
    expect(await inspectChunks(cut(PACKAGE, seed, 1 + (seed % 40)))).toEqual(whole);
  }
  for (let at = 1; at < PACKAGE.length; at += 1) {
    const halves = [PACKAGE.subarray(0, at), PACKAGE.subarray(at)];
    expect(await inspectChunks(halves)).toEqual(whole);
  }
});

test('the package folder may have any name', async () => {
  const { paths } = await inspect(
    tarball(entry('node-18.2/package.json', '{}'), entry('node-18.2/a.js', '')),
  );
  expect([...paths]).toEqual(['package.json', 'a.js']);
});

test('empty chunks do no harm', async () => {
  const chunks = [Buffer.alloc(0), PACKAGE, Buffer.alloc(0)];
  expect(await inspectChunks(chunks)).toMatchObject({ fileCount: 4 });
});

/** How the publish endpoint uses it: whoever stores the bytes pulls them, and waits for both. */
async function* passing(
  bytes: AsyncIterable<Uint8Array>,
  look: (chunk: Uint8Array) => Promise<void>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    await look(chunk);
    yield chunk;
  }
}

test('a consumer pulls the bytes through digests and inspector', async () => {
  const digests = createDigests();
  const inspector = inspectTarball(LIMITS);
  const stored = passing(Readable.from(cut(PACKAGE, 1, 50)), async (chunk) => {
    digests.update(chunk);
    await inspector.write(chunk);
  });
  const chunks = await Array.fromAsync(stored);
  expect(Buffer.concat(chunks)).toEqual(PACKAGE);
  expect(await inspector.end()).toMatchObject({ fileCount: 4 });
  expect(digests.digests().integrity).toMatch(/^sha512-/);
});

/** Too large to be held back until its end. */
const LARGE = packageWith(entry('package/noise', randomBytes(100_000)));

test('what is wrong with a small tarball is told at its end', async () => {
  const inspector = inspectTarball(LIMITS);
  await inspector.write(packageWith(entry('../x')));
  await expect(inspector.end()).rejects.toThrow('leads out');
  await expect(inspector.end()).rejects.toThrow('leads out');
});

test('what is wrong with a tarball reaches its consumer before the end', async () => {
  const inspector = inspectTarball(LIMITS);
  let pulled = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) {
      pulled += 1;
      yield Buffer.from('<html>');
    }
  }
  const stored = passing(endless(), (chunk) => inspector.write(chunk));
  await expect(text(Readable.from(stored))).rejects.toThrow('this is an HTML page');
  expect(pulled).toBe(1);
});

test('an inspector that was aborted takes nothing more', async () => {
  const inspector = inspectTarball(LIMITS);
  await inspector.write(PACKAGE.subarray(0, 100));
  inspector.abort();
  inspector.abort();
  await expect(inspector.write(PACKAGE)).rejects.toThrow('no longer read');
  await expect(inspector.end()).rejects.toThrow('no longer read');
});

test('an abort in the middle of a write ends that write', async () => {
  const inspector = inspectTarball(LIMITS);
  const writing = inspector.write(LARGE);
  inspector.abort();
  await expect(writing).rejects.toThrow('no longer read');
});

test('after a failure every call fails alike', async () => {
  const inspector = inspectTarball(LIMITS);
  const bad = packageWith(entry('../x'), entry('package/noise', randomBytes(100_000)));
  await expect(inspector.write(bad)).rejects.toThrow('leads out');
  await expect(inspector.write(PACKAGE)).rejects.toThrow('leads out');
  await expect(inspector.end()).rejects.toThrow('leads out');
});
