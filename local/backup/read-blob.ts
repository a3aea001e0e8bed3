import { closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs';

import type { BlobContent } from '#store/backup/blob-shelf.ts';

import { isCode } from '../folder/write-file.ts';

/** Up to this many bytes a blob is read at once. */
const SMALL = 4 * 1024 * 1024;
/** Bytes that are read of a larger one at a time. */
const READ_SIZE = 1024 * 1024;

/**
 * Synchronous for small ones: most are, and another thread takes longer than the reading. They are lent in `buffers`:
 * to make room for each anew took as long as to check it. Undefined where there is no such file.
 */
export function readBlob(file: string, buffers: Buffer[]): BlobContent | undefined {
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
