import {
  closeSync,
  createReadStream,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
} from 'node:fs';
import path from 'node:path';

import { type BlobContent, type BlobShelf, shardOf } from '#store/backup/blob-shelf.ts';

import { isCode } from '../folder/write-file.ts';
import { openWriteBatch } from './write-batch.ts';

/** Up to this many bytes a blob is read at once. */
const SMALL = 4 * 1024 * 1024;
/** Bytes that are read of a larger one at a time. */
const READ_SIZE = 1024 * 1024;

/** Blobs as files, `<first two digits>/<sha512>`. Without `temporary` they are only read. */
export function openFolderShelf(folder: string, temporary?: () => string): BlobShelf {
  const fileOf = (key: string): string => path.join(folder, shardOf(key), key);
  const batch = temporary && openWriteBatch(folder, temporary);
  const buffers: Buffer[] = [];
  return {
    sizes: async (shard) => sizesIn(path.join(folder, shard)),
    read: async (key) => readBlob(fileOf(key), buffers),
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

/**
 * Synchronous for small ones: most are, and another thread takes longer than the reading. They are lent in `buffers`:
 * to make room for each anew took as long as to check it.
 */
function readBlob(file: string, buffers: Buffer[]): BlobContent | undefined {
  const handle = openIfThere(file);
  if (handle === undefined) return undefined;
  try {
    const { size } = fstatSync(handle);
    if (size > SMALL) return { size, stream: createReadStream(file, { highWaterMark: READ_SIZE }) };
    const buffer = buffers.pop() ?? Buffer.allocUnsafeSlow(SMALL);
    const bytes = buffer.subarray(0, readInto(buffer, handle, size));
    return { size: bytes.length, bytes, giveBack: () => void buffers.push(buffer) };
  } finally {
    closeSync(handle);
  }
}

function openIfThere(file: string): number | undefined {
  try {
    return openSync(file, 'r');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** How many bytes there were: a read may give less than it is asked for. */
function readInto(buffer: Buffer, handle: number, size: number): number {
  let done = 0;
  while (done < size) {
    const count = readSync(handle, buffer, done, size - done, done);
    if (count === 0) break;
    done += count;
  }
  return done;
}
