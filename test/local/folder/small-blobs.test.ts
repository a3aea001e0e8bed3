import { randomBytes } from 'node:crypto';
import { cpSync, existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { blobKey } from '#domain/integrity.ts';
import { keepBytes, readWhole } from '#store/blobs.ts';

import { openBlobJournal } from '../../../local/folder/blob-journal.ts';
import { openBlobs } from '../../../local/folder/blobs.ts';
import { folder } from '../../target.ts';
import { blobsIn } from '../blobs.ts';

const fileIn = (dir: string, key: string): string => path.join(dir, key.slice(0, 2), key);

test('a small blob that has no file yet is there after a crash', async () => {
  const dir = folder();
  const bytes = randomBytes(5000);
  const key = blobKey((await keepBytes(blobsIn(dir), bytes)).integrity);
  const asAfterTheCrash = folder();
  cpSync(dir, asAfterTheCrash, { recursive: true });
  expect(existsSync(fileIn(asAfterTheCrash, key))).toBe(false);
  const again = blobsIn(asAfterTheCrash);
  expect(await readWhole(again, key)).toEqual(bytes);
  expect(await Array.fromAsync(again.list())).toMatchObject([{ key, size: 5000 }]);
  expect(existsSync(fileIn(asAfterTheCrash, key))).toBe(true);
});

test('the journal forgets what has a file', async () => {
  const dir = folder();
  const blobs = openBlobs(dir);
  const keys = await Promise.all(
    Array.from({ length: 5 }, async () =>
      blobKey((await keepBytes(blobs, randomBytes(9))).integrity),
    ),
  );
  await blobs.close();
  expect(keys.every((key) => existsSync(fileIn(dir, key)))).toBe(true);
  const journal = openBlobJournal(path.join(dir, 'journal.db'));
  expect([...journal.entries()]).toEqual([]);
  journal.close();
});

test('a range of a small blob is the same before and after it has a file', async () => {
  const blobs = blobsIn(folder());
  const bytes = randomBytes(1000);
  const key = blobKey((await keepBytes(blobs, bytes)).integrity);
  const read = async (): Promise<Buffer> =>
    Buffer.concat(await Array.fromAsync(blobs.read(key, { start: 10, end: 19 })));
  expect(await read()).toEqual(bytes.subarray(10, 20));
  await Array.fromAsync(blobs.list());
  expect(await read()).toEqual(bytes.subarray(10, 20));
});
