import { createReadStream, linkSync, mkdirSync, statSync, unlinkSync, utimesSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

import { blobKey, createDigests } from '#domain/integrity.ts';
import type { BlobInfo, Blobs, ByteRange, ReceivedBlob } from '#store/blobs.ts';

import { createIncoming } from './incoming.ts';
import { isCode, openIncoming, syncFolder } from './write-file.ts';

/** Bytes that are read from a file at a time: large files are limited by the number of reads. */
const READ_SIZE = 512 * 1024;

/**
 * Blobs as files: `<first two digits>/<sha512>`. What is being received lies in `incoming` and is left
 * behind by a crash; opening the folder clears it, which only its one process may do.
 */
export function openBlobs(folder: string): Blobs {
  const temporary = openIncoming(path.join(folder, 'incoming'));
  const fileOf = (key: string): string => path.join(folder, key.slice(0, 2), key);
  return {
    receive: async (source) => receive(source, temporary(), fileOf),
    find: async (key) => find(key, fileOf(key)),
    read: (key, range) => createReadStream(fileOf(key), toOptions(range)),
    removeUnlessKept: async (key, since) => removeUnlessKept(fileOf(key), since),
    list: () => list(folder),
  };
}

const toOptions = (range: ByteRange | undefined) => ({ ...range, highWaterMark: READ_SIZE });

async function receive(
  source: AsyncIterable<Uint8Array>,
  temporary: string,
  fileOf: (key: string) => string,
): Promise<ReceivedBlob> {
  const incoming = createIncoming(temporary);
  const hash = createDigests();
  let size = 0;
  try {
    for await (const chunk of source) {
      hash.update(chunk);
      size += chunk.length;
      incoming.add(chunk);
    }
  } catch (error) {
    incoming.drop();
    throw error;
  }
  const digests = hash.digests();
  // The disk begins while others look at what was received; a failure is told to who keeps it.
  const settled = incoming.settle();
  settled.catch(() => undefined);
  return {
    digests,
    size,
    async keep() {
      await settled;
      const outcome = await linkOnce(temporary, fileOf(blobKey(digests.integrity)));
      incoming.drop();
      return outcome;
    },
    async discard() {
      await settled.catch(() => undefined);
      incoming.drop();
    },
  };
}

/** A hard link is made or exists: of many who keep the same bytes, one creates the blob. */
async function linkOnce(temporary: string, file: string): Promise<'created' | 'exists'> {
  for (;;) {
    try {
      linkSync(temporary, file);
      await syncFolder(path.dirname(file));
      return 'created';
    } catch (error) {
      if (isCode(error, 'ENOENT')) await makeFolder(path.dirname(file));
      else if (!isCode(error, 'EEXIST')) throw error;
      else if (refresh(file)) return 'exists';
    }
  }
}

async function makeFolder(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await syncFolder(path.dirname(folder));
}

/** Marks a blob as kept now. False when it was removed in between. */
function refresh(file: string): boolean {
  try {
    const now = new Date();
    utimesSync(file, now, now);
    return true;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/** Synchronous, and so is refresh(): nothing of this process comes between the look and the removal. */
function removeUnlessKept(file: string, since: Date): boolean {
  try {
    if (statSync(file).mtime >= since) return false;
    unlinkSync(file);
    return true;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false;
    throw error;
  }
}

async function find(key: string, file: string): Promise<BlobInfo | undefined> {
  try {
    const { size, mtime } = await stat(file);
    return { key, size, modifiedAt: mtime };
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

async function* list(folder: string): AsyncGenerator<BlobInfo> {
  const shards = await readdir(folder);
  for (const shard of shards.filter((name) => name.length === 2)) {
    for (const key of await readdir(path.join(folder, shard))) {
      const info = await find(key, path.join(folder, shard, key));
      if (info) yield info;
    }
  }
}
