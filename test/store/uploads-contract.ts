import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';

import { blobKey } from '#domain/integrity.ts';
import { partsOf } from '#domain/upload-parts.ts';
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

const SIZE = 20_000_000;
const PARTS = partsOf(SIZE);

/** A session in parts, and a client that puts one of them. */
async function begun({ uploads, put }: OpenUploads, bytes: Uint8Array) {
  const key = newKey();
  const upload = { key, handle: await uploads.parts.begin(key) };
  const sent = async (number: number, from = bytes): Promise<number> => {
    const part = PARTS[number - 1];
    if (!part) throw new Error(`there is no part ${number}`);
    const target = await uploads.parts.target({ ...upload, part, expiresAt: inAnHour() });
    return put(target, from.subarray(part.start, part.start + part.size));
  };
  return { upload, key, sent };
}

/** What every keeper of uploads does; which URL and session is good for what only where that is looked at. */
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

    test('parts come in any order and again, and become what one PUT would have been', async () => {
      const opened = await open();
      const { uploads, blobs } = opened;
      const bytes = randomBytes(SIZE);
      const { upload, key, sent } = await begun(opened, bytes);
      expect(await uploads.parts.received(upload)).toEqual([]);
      expect(await sent(3)).toBe(200);
      expect(await sent(2, randomBytes(SIZE))).toBe(200);
      expect(await uploads.parts.received(upload)).toEqual([
        { number: 2, size: PARTS[1]?.size },
        { number: 3, size: PARTS[2]?.size },
      ]);
      expect(await uploads.parts.join(upload, PARTS)).toEqual([PARTS[0]]);
      expect(await uploads.find(key)).toBeUndefined();
      expect(await Promise.all([sent(1), sent(2)])).toEqual([200, 200]);
      expect(await uploads.parts.join(upload, PARTS)).toEqual([]);
      expect(await uploads.parts.received(upload)).toBe('whole');
      const staged = await uploads.find(key);
      expect(staged?.size).toBe(SIZE);
      expect(bytes.equals(await contentOf(staged))).toBe(true);
      await staged?.keepAs(blobKey(integrityOf(bytes)));
      await staged?.close();
      await uploads.remove(key);
      expect(await uploads.parts.received(upload)).toBeUndefined();
      expect(bytes.equals(await readWhole(blobs, blobKey(integrityOf(bytes))))).toBe(true);
    });

    test('parts that are joined stay what they are, and are joined once', async () => {
      const opened = await open();
      const { uploads } = opened;
      const bytes = randomBytes(SIZE);
      const { upload, key, sent } = await begun(opened, bytes);
      for (const { number } of PARTS) await sent(number);
      const joined = await Promise.all([0, 1].map(async () => uploads.parts.join(upload, PARTS)));
      expect(joined).toContainEqual([]);
      expect(await uploads.parts.join(upload, PARTS)).toBeUndefined();
      expect(await sent(1, randomBytes(SIZE))).toBeGreaterThanOrEqual(400);
      const staged = await uploads.find(key);
      expect(bytes.equals(await contentOf(staged))).toBe(true);
      await staged?.close();
    });

    const refusals = checksSignatures ? test : test.skip;
    refusals('a session is found by its key alone', async () => {
      const opened = await open();
      const { uploads } = opened;
      const { upload, sent } = await begun(opened, randomBytes(SIZE));
      await sent(1);
      const elsewhere = { ...upload, key: newKey() };
      expect(await uploads.parts.received(elsewhere)).toBeUndefined();
      expect(await uploads.parts.join(elsewhere, PARTS)).toBeUndefined();
    });

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

    refusals('of a part no more, no less and no other is taken than it was asked for', async () => {
      const { uploads, put } = await open();
      const key = newKey();
      const upload = { key, handle: await uploads.parts.begin(key) };
      const part = { number: 2, start: 0, size: 1000 };
      const target = await uploads.parts.target({ ...upload, part, expiresAt: inAnHour() });
      for (const length of [999, 1001, 0]) {
        expect(await put(target, randomBytes(length))).toBeGreaterThanOrEqual(400);
      }
      const url = target.url.replace(/(part(?:Number)?)=2/, '$1=3');
      expect(url).not.toBe(target.url);
      expect(await put({ ...target, url }, randomBytes(1000))).toBe(403);
      expect(await uploads.parts.received(upload)).toEqual([]);
    });
  });
}
