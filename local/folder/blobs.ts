import { createReadStream, statSync, unlinkSync, utimesSync } from 'node:fs';
import { type FileHandle, link, mkdir, readdir, stat, unlink } from 'node:fs/promises';
import path from 'node:path';

import { blobKey, createDigests } from '#domain/integrity.ts';
import type { BlobInfo, Blobs, ByteRange, ReceivedBlob } from '#store/blobs.ts';

import { isCode, openNew, syncFolder, unique } from './write-file.ts';

/** Bytes that are read from a file at a time: large files are limited by the number of reads. */
const READ_SIZE = 512 * 1024;

/**
 * Blobs as files: `<first two digits>/<sha512>`. What is being received lies in `incoming` and is left
 * behind by a crash; opening the folder clears it, which only the folder's one process may do.
 */
export async function openBlobs(folder: string): Promise<Blobs> {
  const incoming = path.join(folder, 'incoming');
  await clear(incoming);
  const fileOf = (key: string): string => path.join(folder, key.slice(0, 2), key);
  return {
    receive: async (source) => receive(source, path.join(incoming, unique()), fileOf),
    find: async (key) => find(key, fileOf(key)),
    read: (key, range) => createReadStream(fileOf(key), toOptions(range)),
    removeUnlessKept: async (key, since) => removeUnlessKept(fileOf(key), since),
    list: () => list(folder),
  };
}

async function clear(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const left = await readdir(folder);
  await Promise.all(left.map(async (name) => unlink(path.join(folder, name))));
}

const toOptions = (range: ByteRange | undefined) => ({ ...range, highWaterMark: READ_SIZE });

async function receive(
  source: AsyncIterable<Uint8Array>,
  temporary: string,
  fileOf: (key: string) => string,
): Promise<ReceivedBlob> {
  const handle = await openNew(temporary);
  const hash = createDigests();
  let size = 0;
  try {
    for await (const chunk of source) {
      hash.update(chunk);
      size += chunk.length;
      await writeAll(handle, chunk);
    }
  } catch (error) {
    await handle.close();
    await unlink(temporary);
    throw error;
  }
  const digests = hash.digests();
  let settled = false;
  const settle = async (): Promise<void> => {
    settled = true;
    await handle.close();
    await unlink(temporary);
  };
  return {
    digests,
    size,
    async keep() {
      await handle.sync();
      const outcome = await linkOnce(temporary, fileOf(blobKey(digests.integrity)));
      await settle();
      return outcome;
    },
    async discard() {
      if (!settled) await settle();
    },
  };
}

/** A write may take only a part of what it is given. */
async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  let written = 0;
  while (written < chunk.length) {
    const { bytesWritten } = await handle.write(chunk, written);
    written += bytesWritten;
  }
}

/** A hard link is made or exists: of many who keep the same bytes, one creates the blob. */
async function linkOnce(temporary: string, file: string): Promise<'created' | 'exists'> {
  for (;;) {
    try {
      await link(temporary, file);
      await syncFolder(path.dirname(file));
      return 'created';
    } catch (error) {
      if (isCode(error, 'ENOENT')) {
        await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
        await syncFolder(path.dirname(path.dirname(file)));
      } else if (!isCode(error, 'EEXIST')) throw error;
      else if (refresh(file)) return 'exists';
    }
  }
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
