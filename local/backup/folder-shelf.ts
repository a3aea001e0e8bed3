import { createReadStream, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import { type BlobContent, type BlobShelf, shardOf } from '#store/backup/blob-shelf.ts';

import { isCode } from '../folder/write-file.ts';
import { openWriteBatch } from './write-batch.ts';

/** Up to this many bytes a blob is read at once. */
const SMALL = 1024 * 1024;
/** Bytes that are read of a larger one at a time. */
const READ_SIZE = 512 * 1024;

/** Blobs as files, `<first two digits>/<sha512>`. Without `temporary` they are only read. */
export function openFolderShelf(folder: string, temporary?: () => string): BlobShelf {
  const fileOf = (key: string): string => path.join(folder, shardOf(key), key);
  const batch = temporary && openWriteBatch(folder, temporary);
  return {
    sizes: async (shard) => sizesIn(path.join(folder, shard)),
    read: async (key) => readBlob(fileOf(key)),
    async write(key, content) {
      if (!batch) throw new TypeError(`${folder} is only read`);
      await batch.write(fileOf(key), content);
    },
    settle: async () => batch?.settle(),
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

/** Synchronous for small ones: most are, and another thread takes longer than the reading. */
function readBlob(file: string): BlobContent | undefined {
  try {
    const { size } = statSync(file);
    if (size <= SMALL) return { size, bytes: readFileSync(file) };
    return { size, stream: createReadStream(file, { highWaterMark: READ_SIZE }) };
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
