import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';

import { blobKey } from '#domain/integrity.ts';
import { type BlobInventory, keepBytes, readWhole } from '#store/blobs.ts';

import { integrityOf, shasumOf } from '../packages.ts';

async function* stream(...chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

async function* broken(): AsyncGenerator<Uint8Array> {
  yield randomBytes(10);
  throw new Error('line cut');
}

const HOUR = 3_600_000;

/** What every keeper of blobs does. `open` gives one that is empty. */
export function blobsContract(name: string, open: () => Promise<BlobInventory>): void {
  describe(`blobs, ${name}`, () => {
    test('what was received is hashed, and read back under its hash once it is kept', async () => {
      const blobs = await open();
      const [first, second] = [randomBytes(300_000), randomBytes(7)];
      const bytes = Buffer.concat([first, second]);
      const received = await blobs.receive(stream(first, second));
      expect(received.digests).toEqual({ integrity: integrityOf(bytes), shasum: shasumOf(bytes) });
      expect(received.size).toBe(bytes.length);
      const key = blobKey(received.digests.integrity);
      expect(await blobs.find(key)).toBeUndefined();
      expect(await received.keep()).toBe('created');
      expect(await blobs.find(key)).toMatchObject({ key, size: bytes.length });
      expect(await readWhole(blobs, key)).toEqual(bytes);
    });

    test('an empty blob is a blob', async () => {
      const blobs = await open();
      const { integrity } = await keepBytes(blobs, Buffer.alloc(0));
      expect(await readWhole(blobs, blobKey(integrity))).toHaveLength(0);
    });

    test('a range is read by first and last byte', async () => {
      const blobs = await open();
      const bytes = randomBytes(100_000);
      const key = blobKey((await keepBytes(blobs, bytes)).integrity);
      for (const range of [
        { start: 0, end: 0 },
        { start: 10, end: 70_000 },
        { start: 99_999, end: 99_999 },
      ]) {
        const part = Buffer.concat(await Array.fromAsync(blobs.read(key, range)));
        expect(part).toEqual(bytes.subarray(range.start, range.end + 1));
      }
    });

    test('the same bytes are kept once, also by ten at a time', async () => {
      const blobs = await open();
      const bytes = randomBytes(5000);
      const received = await Promise.all(
        Array.from({ length: 10 }, async () => blobs.receive(stream(bytes))),
      );
      const outcomes = await Promise.all(received.map(async (each) => each.keep()));
      expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(1);
      expect(await Array.fromAsync(blobs.list())).toHaveLength(1);
    });

    test('what is discarded, or breaks off, leaves nothing behind', async () => {
      const blobs = await open();
      const received = await blobs.receive(stream(randomBytes(10)));
      await received.discard();
      await received.discard();
      await expect(blobs.receive(broken())).rejects.toThrow('line cut');
      expect(await Array.fromAsync(blobs.list())).toEqual([]);
    });

    test('a blob that is not there is not found, and reading it fails', async () => {
      const blobs = await open();
      const key = 'ab'.repeat(64);
      expect(await blobs.find(key)).toBeUndefined();
      await expect(readWhole(blobs, key)).rejects.toThrow(/./);
    });

    test('is removed only if nobody kept it since, and whoever keeps it again has it', async () => {
      const blobs = await open();
      const bytes = randomBytes(10);
      const key = blobKey((await keepBytes(blobs, bytes)).integrity);
      expect(await blobs.removeUnlessKept(key, new Date(Date.now() - HOUR))).toBe(false);
      expect(await blobs.removeUnlessKept(key, new Date(Date.now() + HOUR))).toBe(true);
      expect(await blobs.find(key)).toBeUndefined();
      expect(await blobs.removeUnlessKept(key, new Date(Date.now() + HOUR))).toBe(false);
      await keepBytes(blobs, bytes);
      const kept = await blobs.find(key);
      // S3 dates by whole seconds.
      await new Promise((resolve) => {
        setTimeout(resolve, 1100);
      });
      await keepBytes(blobs, bytes);
      const again = await blobs.find(key);
      expect(again?.modifiedAt.getTime()).toBeGreaterThan(kept?.modifiedAt.getTime() ?? 0);
    });
  });
}
