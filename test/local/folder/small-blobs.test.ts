import { randomBytes } from 'node:crypto';
import { cpSync, existsSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';

import { blobKey } from '#domain/integrity.ts';
import { keepBytes, readWhole } from '#store/blobs.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { openBlobs } from '../../../local/folder/blobs.ts';
import { openTable, type Table } from '../../../local/table/client.ts';
import { folder } from '../../target.ts';
import { blobsIn, close } from '../blobs.ts';

const fileIn = (dir: string, key: string): string => path.join(dir, key.slice(0, 2), key);

test('a small blob that has no file yet is there after a crash', async () => {
  const dir = folder();
  const bytes = randomBytes(5000);
  const key = blobKey((await keepBytes(blobsIn(dir), bytes)).integrity);
  // The table commits when the event loop comes around.
  await turn();
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
  const open = (): Table => openTable({ file: path.join(dir, 'table.db'), schema: TABLE_SCHEMA });
  const table = open();
  const blobs = openBlobs(dir, table.journal);
  const { integrity } = await keepBytes(blobs, randomBytes(9));
  // The table commits when the event loop comes around.
  await turn();
  expect(table.journal.entries()).toHaveLength(1);
  await close(table, blobs);
  expect(existsSync(fileIn(dir, blobKey(integrity)))).toBe(true);
  const again = open();
  expect(again.journal.entries()).toEqual([]);
  again.close();
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
