import { expect, test } from 'vitest';

import { blobKey } from '#domain/integrity.ts';
import { keepBytes } from '#store/blobs.ts';

import { openCacheBlobs } from '../../../local/folder/blobs.ts';
import { folder } from '../../target.ts';

const sized = (size: number): Buffer => Buffer.alloc(size, size % 251);

test('the bytes of a folder are counted once, and kept up with what comes and goes, also meanwhile', async () => {
  const dir = folder();
  const first = openCacheBlobs(dir);
  expect(first.bytes()).toBe(0);
  const sizes = Array.from({ length: 60 }, (_, at) => 1000 + at);
  const keys = await Promise.all(
    sizes.map(async (size) => blobKey((await keepBytes(first, sized(size))).integrity)),
  );
  const sum = sizes.reduce((total, size) => total + size);
  expect(first.bytes()).toBe(sum);
  await keepBytes(first, sized(1000));
  expect(first.bytes()).toBe(sum);

  const again = openCacheBlobs(dir);
  expect(again.bytes()).toBe(undefined);
  const [one = '', ...others] = keys;
  const later = new Date(Date.now() + 60_000);
  const counting = again.count();
  for (const key of others) await again.removeUnlessKept(key, later);
  await Promise.all([counting, keepBytes(again, sized(5000))]);
  expect(again.bytes()).toBe(6000);
  await again.removeUnlessKept(one, later);
  await again.removeUnlessKept(one, later);
  expect(again.bytes()).toBe(5000);
});
