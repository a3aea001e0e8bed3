import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

import { type BlobCrew, type BlobShelf, shardOf } from '#store/backup/blob-shelf.ts';

import { isCode } from '../folder/write-file.ts';
import { startBlobThreads } from './blob-threads.ts';
import { readBlob } from './read-blob.ts';
import { openWriteBatch, type WriteBatch } from './write-batch.ts';

/** Blobs as files, `<first two digits>/<sha512>`. Without `temporary` they are only read. */
export function openFolderShelf(folder: string, temporary?: () => string): BlobShelf {
  const batch = temporary && openWriteBatch(folder, temporary);
  const buffers: Buffer[] = [];
  return {
    folder,
    sizes: async (shard) => sizesIn(path.join(folder, shard)),
    read: async (key) => readBlob(blobFile(folder, key), buffers),
    async write(key, content) {
      if (!batch) throw new TypeError(`${folder} is only read`);
      await batch.write(blobFile(folder, key), content);
    },
    settle: async () => batch?.settle(),
    checkers: () => startBlobThreads(folder),
    ...(batch && { copiers: (from: string) => copiers(from, folder, batch) }),
  };
}

export const blobFile = (folder: string, key: string): string =>
  path.join(folder, shardOf(key), key);

/** Threads that write the files; their names they get from the batch here. */
function copiers(from: string, to: string, batch: WriteBatch): BlobCrew {
  const threads = startBlobThreads(from);
  return {
    async work(key) {
      const temporary = batch.temporary();
      const outcome = await threads.work(key, temporary);
      if ('size' in outcome) await batch.add(temporary, blobFile(to, key), outcome.size);
      return outcome;
    },
    end: async () => threads.end(),
  };
}

const KEY = /^[0-9a-f]{128}$/;

function sizesIn(folder: string): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const name of namesIn(folder)) {
    if (!KEY.test(name)) continue;
    const size = statSync(path.join(folder, name), { throwIfNoEntry: false })?.size;
    if (size !== undefined) sizes.set(name, size);
  }
  return sizes;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return [];
    throw error;
  }
}
