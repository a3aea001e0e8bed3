import { blobKey, createDigests } from '#domain/integrity.ts';
import type { BlobInventory, ByteRange, ReceivedBlob } from '#store/blobs.ts';

import type { Journal } from '../table/journal.ts';
import { type BlobFiles, openBlobFiles } from './blob-files.ts';
import { createCensus } from './census.ts';
import { createIncoming } from './incoming.ts';
import { openSmallBlobs, type SmallBlobs, type WaitingBlob } from './small-blobs.ts';

/** Up to this many bytes a blob is small: most tarballs are. */
const SMALL = 64 * 1024;

/** Blobs in a folder, which takes a moment to have files for the small ones. */
export interface FolderBlobs extends BlobInventory {
  /** Makes a blob of a file that is on disk, in the same file system, and that nobody writes to. */
  adopt(file: string, key: string): Promise<void>;
  /** Resolves when all have their files. */
  flush(): Promise<void>;
}

/** Opens a folder of blobs, which only one process may do. The journal is that of the table that names them. */
export function openBlobs(folder: string, journal: Journal): FolderBlobs {
  const files = openBlobFiles(folder);
  const small = openSmallBlobs(journal, files);
  return {
    receive: async (source) => receive(source, files, small),
    async find(key) {
      const waiting = small.waiting(key);
      if (!waiting) return files.find(key);
      return { key, size: waiting.bytes.length, modifiedAt: waiting.keptAt };
    },
    read(key, range) {
      const waiting = small.waiting(key);
      return waiting ? readWaiting(waiting, range) : files.read(key, range);
    },
    async removeUnlessKept(key, since) {
      const waiting = small.waiting(key);
      if (waiting && waiting.keptAt >= since) return false;
      if (waiting) await small.flush();
      return files.removeUnlessKept(key, since);
    },
    async *list() {
      await small.flush();
      yield* files.list();
    },
    async adopt(file, key) {
      await files.link(file, key);
      // The file is as old as it is; the blob is kept now.
      files.refresh(key);
    },
    flush: small.flush,
  };
}

export interface CacheBlobs extends BlobInventory {
  /** Notes that a blob is used: those that were not for long go first. */
  use: (key: string) => void;
  /** Bytes of all of them, once they are counted. */
  bytes: () => number | undefined;
  /** Counts them; they may change meanwhile. */
  count: () => Promise<void>;
}

/** Blobs that can be fetched again: all of them files, none in a journal. */
export function openCacheBlobs(folder: string): CacheBlobs {
  const files = openBlobFiles(folder, (key, bytes) => census.changed(key, bytes));
  // What opens the folder makes it.
  const census = createCensus(folder);
  return {
    receive: async (source) => receive(source, files),
    find: files.find,
    read: files.read,
    removeUnlessKept: async (key, since) => files.removeUnlessKept(key, since),
    list: files.list,
    use: (key) => void files.refresh(key),
    bytes: census.bytes,
    count: census.take,
  };
}

async function* readWaiting(
  { bytes }: WaitingBlob,
  range: ByteRange | undefined,
): AsyncGenerator<Uint8Array> {
  yield range ? bytes.subarray(range.start, range.end + 1) : bytes;
}

async function receive(
  source: AsyncIterable<Uint8Array>,
  files: BlobFiles,
  small?: SmallBlobs,
): Promise<ReceivedBlob> {
  const temporary = files.temporary();
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
  const key = blobKey(digests.integrity);
  if (small && size <= SMALL) {
    const bytes = incoming.take();
    return { digests, size, keep: async () => small.keep(key, bytes), discard: async () => {} };
  }
  // The disk begins while others look at what was received; a failure is told to who keeps it.
  const settled = incoming.settle();
  settled.catch(() => undefined);
  return {
    digests,
    size,
    async keep() {
      await settled;
      const outcome = await files.link(temporary, key);
      incoming.drop();
      return outcome;
    },
    async discard() {
      await settled.catch(() => undefined);
      incoming.drop();
    },
  };
}
