import { hash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as next } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';

import type { BlobOutcome } from '#store/backup/blob-shelf.ts';
import { checkBlobs, copyBlobs } from '#store/backup/copy-blobs.ts';

import { BLOB_THREAD, type BlobJob, type BlobThreadData } from '../../local/backup/blob-thread.ts';
import { openFolderShelf } from '../../local/backup/folder-shelf.ts';
import { openWriteBatch } from '../../local/backup/write-batch.ts';
import { openIncoming } from '../../local/folder/write-file.ts';
import { atEnd } from '../at-end.ts';
import { folder } from '../target.ts';

const MEGABYTE = 1024 * 1024;

/** A shelf with blobs of these sizes, each of other bytes. */
function shelfOf(sizes: readonly number[]) {
  const root = folder();
  const blobs = new Map<string, Buffer>();
  for (const [at, size] of sizes.entries()) {
    const bytes = Buffer.alloc(size, `${at},`);
    const key = hash('sha512', bytes);
    blobs.set(key, bytes);
    mkdirSync(path.join(root, key.slice(0, 2)), { recursive: true });
    writeFileSync(path.join(root, key.slice(0, 2), key), bytes);
  }
  return { shelf: openFolderShelf(root), blobs };
}

describe('blobs of a folder', () => {
  test('keep their bytes until a slow writer has them, while others are read', async () => {
    const sizes = [0, ...Array.from({ length: 40 }, (_, at) => 1 + at), 5 * MEGABYTE, MEGABYTE];
    const { shelf, blobs } = shelfOf(sizes);
    const root = folder();
    const to = openFolderShelf(root, openIncoming(path.join(root, 'incoming')));
    const outcomes: string[] = [];
    const slow = {
      ...to,
      write: async (...args: Parameters<typeof to.write>) => {
        for (let turn = 0; turn < 5; turn += 1) await next();
        await to.write(...args);
      },
    };
    await copyBlobs(shelf, slow, [...blobs.keys()], ({ kind }) => void outcomes.push(kind));
    expect(outcomes).toEqual(sizes.map(() => 'copied'));
    for (const [key, bytes] of blobs) {
      expect(readFileSync(path.join(root, key.slice(0, 2), key)).equals(bytes)).toBe(true);
    }
    expect(readdirSync(path.join(root, 'incoming'))).toEqual([]);
  });
});

const write = async () => Promise.reject(new Error('this thread writes nothing'));

describe('many blobs of a folder, on other threads', () => {
  const sizes = [0, ...Array.from({ length: 200 }, (_, at) => 1 + at), 5 * MEGABYTE, MEGABYTE];

  test('are copied whole, large and small, each once', async () => {
    const { shelf, blobs } = shelfOf(sizes);
    const root = folder();
    const to = openFolderShelf(root, openIncoming(path.join(root, 'incoming')));
    const keys = [...blobs.keys()];
    for (const kind of ['copied', 'there']) {
      const outcomes: BlobOutcome[] = [];
      await copyBlobs(shelf, { ...to, write }, keys, (outcome) => void outcomes.push(outcome));
      const expected = keys.map((key) => ({ kind, key, size: blobs.get(key)?.length }));
      expect(new Set(outcomes)).toEqual(new Set(expected));
    }
    for (const [key, bytes] of blobs) {
      expect(readFileSync(path.join(root, key.slice(0, 2), key)).equals(bytes)).toBe(true);
    }
    expect(readdirSync(path.join(root, 'incoming'))).toEqual([]);
  });

  test('that have no file yet are those that the shelf has in another way', async () => {
    const { shelf, blobs } = shelfOf(sizes);
    const root = folder();
    const to = openFolderShelf(root, openIncoming(path.join(root, 'incoming')));
    const bytes = Buffer.from('not a file yet');
    const key = hash('sha512', bytes);
    const from = {
      ...shelf,
      read: async (wanted: string) =>
        wanted === key ? { size: bytes.length, bytes } : shelf.read(wanted),
    };
    const nowhere = 'ab'.repeat(64);
    const outcomes = new Map<string, string>();
    await copyBlobs(from, to, [...blobs.keys(), key, nowhere], (outcome) => {
      outcomes.set(outcome.key, outcome.kind);
    });
    expect([outcomes.get(key), outcomes.get(nowhere)]).toEqual(['copied', 'missing']);
    expect(readFileSync(path.join(root, key.slice(0, 2), key)).equals(bytes)).toBe(true);
  });

  test('end with what fails: nothing waits for a thread for ever', async () => {
    const { shelf, blobs } = shelfOf(sizes);
    const root = folder();
    const to = openFolderShelf(root, () => path.join(root, 'no such folder', 'file'));
    const told: string[] = [];
    const keys = [...blobs.keys()];
    const failed = copyBlobs(shelf, to, keys, ({ key }) => void told.push(key));
    await expect(failed).rejects.toMatchObject({
      code: 'ENOENT',
      path: path.join(root, 'no such folder', 'file'),
    });
    expect(told).toEqual([]);
    const refused = copyBlobs(shelf, openFolderShelf(root), keys, () => undefined);
    await expect(refused).rejects.toThrow('is only read');
  });

  test('end when whoever is told of them has enough', async () => {
    const { shelf, blobs } = shelfOf(sizes);
    let told = 0;
    const checked = checkBlobs(shelf, [...blobs.keys()], () => {
      told += 1;
      throw new Error('enough');
    });
    await expect(checked).rejects.toThrow('enough');
    expect(told).toBeGreaterThan(0);
  });
});

describe('a thread that is at a large blob', () => {
  test('keeps nothing of the jobs that others have taken meanwhile', async () => {
    const root = folder();
    const key = '0'.repeat(128);
    const file = path.join(root, '00', key);
    mkdirSync(path.dirname(file));
    writeFileSync(file, '');
    // A hole, which is on no disk; to hash it takes a second.
    truncateSync(file, 512 * MEGABYTE);
    const data: BlobThreadData = { folder: root, next: new Int32Array(new SharedArrayBuffer(4)) };
    const worker = new Worker(new URL(BLOB_THREAD), {
      workerData: data,
      resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
    });
    atEnd(async () => void (await worker.terminate()));
    const answered = once(worker, 'message');
    await expect.poll(() => Atomics.load(data.next, 0)).toBe(1);
    const [messages, each] = [150, 1000];
    Atomics.store(data.next, 0, 1 + messages * each);
    const post = (jobs: readonly BlobJob[]): void => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is of windows
      worker.postMessage(jobs);
    };
    post([{ key, temporary: undefined }]);
    for (let sent = 0; sent < messages; sent += 1) {
      post(
        Array.from({ length: each }, () => ({ key: hash('sha512', `${sent}`), temporary: key })),
      );
    }
    expect(await answered).toEqual([[{ number: 0, result: { kind: 'damaged', key } }]]);
  });
});

describe('a batch of files', () => {
  const bytes = Buffer.from('kept');
  const content = { size: bytes.length, bytes };

  test('has all of them when it is settled, many batches later', async () => {
    const root = folder();
    const batch = openWriteBatch(root, openIncoming(path.join(root, 'incoming')));
    const large = { size: 100 * MEGABYTE, bytes };
    for (let at = 0; at < 9; at += 1) await batch.write(path.join(root, 'there', `${at}`), large);
    await batch.settle();
    expect(readdirSync(path.join(root, 'there'))).toHaveLength(9);
    expect(readdirSync(path.join(root, 'incoming'))).toEqual([]);
  });

  test('tells of one that failed behind the next', async () => {
    const root = folder();
    const batch = openWriteBatch(root, openIncoming(path.join(root, 'incoming')));
    writeFileSync(path.join(root, 'file'), '');
    const large = { size: 200 * MEGABYTE, bytes };
    await batch.write(path.join(root, 'file', 'below'), large);
    await expect(batch.settle()).rejects.toThrow('ENOTDIR');
    await expect(batch.write(path.join(root, 'other'), large)).rejects.toThrow('ENOTDIR');
    await expect(batch.write(path.join(root, 'small'), content)).resolves.toBeUndefined();
    await expect(batch.settle()).rejects.toThrow('ENOTDIR');
  });
});
