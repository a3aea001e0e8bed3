import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';

import { blobKey } from '#domain/integrity.ts';
import { type Blobs, readWhole } from '#store/blobs.ts';
import type { StagedUpload, Uploads, UploadTarget } from '#store/uploads.ts';

import { integrityOf } from '../packages.ts';

/**
 * Uploads, the blobs that they become, and the PUT of a client that sends all its bytes and says how many,
 * whatever it was told to say. Its answer is the status.
 */
export interface OpenUploads {
  readonly uploads: Uploads;
  readonly blobs: Blobs;
  readonly put: (target: UploadTarget, bytes: Uint8Array) => Promise<number>;
}

const inAnHour = (): Date => new Date(Date.now() + 3_600_000);
const newKey = (): string => randomBytes(32).toString('hex');

const contentOf = async (staged: StagedUpload | undefined): Promise<Buffer> =>
  Buffer.concat(staged ? await Array.fromAsync(staged.read()) : []);

/** What every keeper of uploads does; which URL is good for what only where signatures are looked at. */
export function uploadsContract(
  name: string,
  open: () => Promise<OpenUploads>,
  { checksSignatures = true } = {},
): void {
  describe(`uploads, ${name}`, () => {
    test('what was put is read, becomes a blob, and can be removed', async () => {
      const { uploads, blobs, put } = await open();
      const bytes = randomBytes(3_000_000);
      const key = newKey();
      const target = await uploads.open({ key, size: bytes.length, expiresAt: inAnHour() });
      expect(await uploads.find(key)).toBeUndefined();
      expect(await put(target, bytes)).toBe(200);
      const staged = await uploads.find(key);
      expect(staged?.size).toBe(bytes.length);
      expect(bytes.equals(await contentOf(staged))).toBe(true);
      const blob = blobKey(integrityOf(bytes));
      expect(await blobs.find(blob)).toBeUndefined();
      await staged?.keepAs(blob);
      await staged?.keepAs(blob);
      await staged?.close();
      await uploads.remove(key);
      await uploads.remove(key);
      expect(await uploads.find(key)).toBeUndefined();
      expect(bytes.equals(await readWhole(blobs, blob))).toBe(true);
    });

    test('what is put again takes the place of what was there', async () => {
      const { uploads, put } = await open();
      const key = newKey();
      const target = await uploads.open({ key, size: 1000, expiresAt: inAnHour() });
      const second = randomBytes(1000);
      await put(target, randomBytes(1000));
      await put(target, second);
      const staged = await uploads.find(key);
      expect(second.equals(await contentOf(staged))).toBe(true);
      await staged?.close();
    });

    test('what was found stays what it was, whatever is put or removed meanwhile', async () => {
      const { uploads, blobs, put } = await open();
      const key = newKey();
      const target = await uploads.open({ key, size: 1000, expiresAt: inAnHour() });
      const first = randomBytes(1000);
      await put(target, first);
      const staged = await uploads.find(key);
      await put(target, randomBytes(1000));
      expect(first.equals(await contentOf(staged))).toBe(true);
      await uploads.remove(key);
      const blob = blobKey(integrityOf(first));
      await staged?.keepAs(blob);
      expect(first.equals(await readWhole(blobs, blob))).toBe(true);
      await staged?.close();
    });

    const refusals = checksSignatures ? test : test.skip;
    refusals('more or less than was announced is refused, at other places too', async () => {
      const { uploads, put } = await open();
      const [key, other] = [newKey(), newKey()];
      const target = await uploads.open({ key, size: 1000, expiresAt: inAnHour() });
      for (const length of [999, 1001, 0]) {
        expect(await put(target, randomBytes(length))).toBeGreaterThanOrEqual(400);
      }
      const elsewhere = { ...target, url: target.url.replace(key, other) };
      expect(await put(elsewhere, randomBytes(1000))).toBe(403);
      expect(await uploads.find(key)).toBeUndefined();
      expect(await uploads.find(other)).toBeUndefined();
    });
  });
}
