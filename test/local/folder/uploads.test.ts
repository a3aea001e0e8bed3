import { randomBytes } from 'node:crypto';
import { readdirSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { RegistryError } from '#domain/errors.ts';
import type { UploadTarget } from '#store/uploads.ts';

import { type FolderUploads, openUploads } from '../../../local/folder/uploads.ts';
import { uploadsContract } from '../../store/uploads-contract.ts';
import { folder } from '../../target.ts';
import { blobsIn } from '../blobs.ts';

async function* stream(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function* cut(): AsyncGenerator<Uint8Array> {
  yield randomBytes(5);
  throw new Error('line cut');
}

const putTo =
  (uploads: FolderUploads) =>
  async ({ url }: UploadTarget, bytes: Uint8Array): Promise<number> => {
    const { pathname, searchParams } = new URL(url, 'http://registry.test/');
    try {
      await uploads.receive(path.basename(pathname), searchParams, stream(bytes));
      return 200;
    } catch (error) {
      if (error instanceof RegistryError) return error.status;
      throw error;
    }
  };

function open(dir = folder(), now = () => new Date()) {
  const blobs = blobsIn(dir);
  const uploads = openUploads(path.join(dir, 'uploads'), blobs, now);
  return { uploads, blobs, put: putTo(uploads) };
}

uploadsContract('a folder', async () => open());

const KEY = 'ab'.repeat(32);

const before = (milliseconds: number): Date => new Date(Date.now() - milliseconds);

describe('uploads in a folder', () => {
  test('a line that is cut leaves nothing behind, and what was there in its place', async () => {
    const dir = folder();
    const { uploads, put } = open(dir);
    const target = await uploads.open({
      key: KEY,
      size: 10,
      expiresAt: new Date(Date.now() + 1e6),
    });
    await put(target, Buffer.from('0123456789'));
    const ticket = new URL(target.url, 'http://registry.test/').searchParams;
    await expect(uploads.receive(KEY, ticket, cut())).rejects.toThrow('line cut');
    const staged = await uploads.find(KEY);
    expect(Buffer.concat(await Array.fromAsync(staged?.read() ?? [])).toString()).toBe(
      '0123456789',
    );
    await staged?.close();
    expect(readdirSync(path.join(dir, 'uploads', 'incoming'))).toEqual([]);
  });

  test('an address is good until its time', async () => {
    let time = Date.now();
    const { uploads, put } = open(folder(), () => new Date(time));
    const target = await uploads.open({ key: KEY, size: 10, expiresAt: new Date(time + 1000) });
    time += 999;
    expect(await put(target, randomBytes(10))).toBe(200);
    time += 1;
    expect(await put(target, randomBytes(10))).toBe(403);
  });

  test('what nobody committed within the hour is swept away, also after a restart', async () => {
    const dir = folder();
    const first = open(dir);
    const expiresAt = new Date(Date.now() + 3_600_000);
    const other = 'cd'.repeat(32);
    for (const key of [KEY, other]) {
      await first.put(await first.uploads.open({ key, size: 10, expiresAt }), randomBytes(10));
    }
    const hourAgo = new Date(Date.now() - 3_601_000);
    utimesSync(path.join(dir, 'uploads', KEY), hourAgo, hourAgo);
    const second = openUploads(path.join(dir, 'uploads'), first.blobs, () => new Date());
    await second.sweep();
    expect(readdirSync(path.join(dir, 'uploads')).toSorted()).toEqual([other, 'incoming', 'parts']);
  });

  test('a session in parts outlives its hour and a restart, and is swept away a day after its last part', async () => {
    const dir = folder();
    const size = 10;
    const part = { number: 1, start: 0, size };
    const first = open(dir);
    const awaited = { part, handle: '', expiresAt: new Date(Date.now() + 3_600_000) };
    const other = 'cd'.repeat(32);
    for (const key of [KEY, other]) {
      await first.uploads.parts.begin(key);
      const target = await first.uploads.parts.target({ ...awaited, key });
      expect(await first.put(target, randomBytes(size))).toBe(200);
    }
    const placeOf = (key: string) => path.join(dir, 'uploads', 'parts', key);
    utimesSync(placeOf(KEY), before(86_401_000), before(86_401_000));
    utimesSync(placeOf(other), before(86_000_000), before(86_000_000));
    const { uploads } = open(dir);
    await uploads.sweep();
    expect(await uploads.parts.received({ key: KEY, handle: '' })).toBeUndefined();
    expect(await uploads.parts.received({ key: other, handle: '' })).toEqual([{ number: 1, size }]);
  });

  test('a part whose line is cut leaves nothing, and one of what is over is not read', async () => {
    const dir = folder();
    const { uploads, put } = open(dir);
    const part = { number: 1, start: 0, size: 10 };
    const expiresAt = new Date(Date.now() + 3_600_000);
    await uploads.parts.begin(KEY);
    const target = await uploads.parts.target({ key: KEY, handle: '', part, expiresAt });
    const ticket = new URL(target.url, 'http://registry.test/').searchParams;
    await expect(uploads.receive(KEY, ticket, cut())).rejects.toThrow('line cut');
    expect(await uploads.parts.received({ key: KEY, handle: '' })).toEqual([]);
    expect(readdirSync(path.join(dir, 'uploads', 'incoming'))).toEqual([]);
    await uploads.remove(KEY);
    expect(await put(target, randomBytes(10))).toBe(404);
    await expect(uploads.receive(KEY, ticket, cut())).rejects.toThrow('is over');
  });
});
