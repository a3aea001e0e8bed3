import { utimesSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { blobKey } from '#domain/integrity.ts';
import { keepBytes } from '#store/blobs.ts';

import { openCacheBlobs } from '../../../local/folder/blobs.ts';
import { evict } from '../../../local/folder/cache-limit.ts';
import { folder } from '../../target.ts';

test('blobs that were not used for the longest time go first', async () => {
  const dir = folder();
  const blobs = openCacheBlobs(dir);
  const keys: string[] = [];
  for (let day = 1; day <= 5; day += 1) {
    const { integrity } = await keepBytes(blobs, Buffer.alloc(100_000, day));
    const key = blobKey(integrity);
    utimesSync(path.join(dir, key.slice(0, 2), key), day * 86_400, day * 86_400);
    keys.push(key);
  }
  const [oldest = ''] = keys;
  blobs.use(oldest);
  expect(await evict(blobs, 350_000)).toEqual({ removed: 2, size: 300_000 });
  const left = await Promise.all(keys.map(async (key) => (await blobs.find(key)) !== undefined));
  expect(left).toEqual([true, false, false, true, true]);
  expect(await evict(blobs, 350_000)).toEqual({ removed: 0, size: 300_000 });
});
