import { closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs';

import type { BlobContent } from '#store/backup/blob-shelf.ts';
import { DamagedBlob } from '#store/backup/one-blob.ts';

import { isCode } from '../folder/write-file.ts';

/** Up to this many bytes a blob is read at once. */
const SMALL = 4 * 1024 * 1024;
/** Bytes that are read of a larger one at a time. */
const READ_SIZE = 1024 * 1024;

/**
 * Synchronous for small ones: most are, and another thread takes longer than the reading. They are lent in `buffers`:
 * to make room for each anew took as long as to check it. Undefined where there is no such file. Throws DamagedBlob, as
 * its stream does, where the disk gives nothing of it, or it is a folder.
 */
export function readBlob(file: string, buffers: Buffer[]): BlobContent | undefined {
  const handle = openIfThere(file);
  if (handle === undefined) return undefined;
  try {
    const { size } = fstatSync(handle);
    if (size > SMALL) return { size, stream: streamOf(file) };
    const buffer = buffers.pop() ?? Buffer.allocUnsafeSlow(SMALL);
    const bytes = buffer.subarray(0, readInto(buffer, handle, size));
    return { size: bytes.length, bytes, giveBack: () => void buffers.push(buffer) };
  } catch (error) {
    throw unreadable(error);
  } finally {
    closeSync(handle);
  }
}

async function* streamOf(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file, { highWaterMark: READ_SIZE });
  } catch (error) {
    throw unreadable(error);
  }
}

/** What is of this one file, and not of all of them. */
const unreadable = (error: unknown): unknown =>
  isCode(error, 'EIO') || isCode(error, 'EISDIR')
    ? new DamagedBlob('it is not to be read', { cause: error })
    : error;

function openIfThere(file: string): number | undefined {
  try {
    return openSync(file, 'r');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw unreadable(error);
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
