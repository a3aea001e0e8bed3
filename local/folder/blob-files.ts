import { existsSync, linkSync, mkdirSync, statSync, unlinkSync, utimesSync } from 'node:fs';
import { open, readdir, unlink } from 'node:fs/promises';
import path from 'node:path';

import type { BlobInfo, ByteRange } from '#store/blobs.ts';

import { isCode, openIncoming, syncFolder } from './write-file.ts';

/** Bytes that are read from a file at a time: large files are limited by the number of reads. */
const READ_SIZE = 512 * 1024;

/** Blobs as files: `<first two digits>/<sha512>`, which appear whole or not at all. */
export interface BlobFiles {
  /** A name for a file that is being written. What a crash leaves there is removed at the next start. */
  temporary: () => string;
  /** Gives a blob's name to a file that is on disk, and waits until the disk has it too. */
  link: (temporary: string, key: string) => Promise<'created' | 'exists'>;
  /** Writes a blob unless it is there, and waits until the disk has it. */
  write: (key: string, bytes: Uint8Array) => Promise<'created' | 'exists'>;
  /** Marks a blob as kept now. False where there is none. */
  refresh: (key: string) => boolean;
  find: (key: string) => Promise<BlobInfo | undefined>;
  read: (key: string, range?: ByteRange) => AsyncIterable<Uint8Array>;
  removeUnlessKept: (key: string, since: Date) => boolean;
  list: () => AsyncIterable<BlobInfo>;
}

/** Told in the moment in which a blob comes, with its bytes, or goes, with as many less. */
type Watch = (key: string, bytes: number) => void;

/** Opens the folder, which only one process may do. */
export function openBlobFiles(folder: string, watch?: Watch): BlobFiles {
  const temporary = openIncoming(path.join(folder, 'incoming'));
  const fileOf = (key: string): string => path.join(folder, key.slice(0, 2), key);
  return {
    temporary,
    link: async (from, key) => linkOnce(from, fileOf(key), (bytes) => watch?.(key, bytes)),
    write: async (key, bytes) => writeOnce(temporary(), fileOf(key), bytes),
    refresh: (key) => refresh(fileOf(key)),
    find: async (key) => find(key, fileOf(key)),
    read: (key, range) => read(fileOf(key), range),
    removeUnlessKept: (key, since) =>
      removeUnlessKept(fileOf(key), since, (bytes) => watch?.(key, -bytes)),
    list: () => list(folder),
  };
}

async function writeOnce(
  temporary: string,
  file: string,
  bytes: Uint8Array,
): Promise<'created' | 'exists'> {
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return await linkOnce(temporary, file);
  } finally {
    await unlink(temporary).catch(() => undefined);
  }
}

/** A hard link is made or exists: of many who keep the same bytes, one creates the blob. */
async function linkOnce(
  temporary: string,
  file: string,
  created?: (bytes: number) => void,
): Promise<'created' | 'exists'> {
  for (;;) {
    try {
      linkSync(temporary, file);
      created?.(statSync(file).size);
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
  if (!existsSync(file)) return false;
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
function removeUnlessKept(file: string, since: Date, removed: (bytes: number) => void): boolean {
  try {
    const { mtime, size } = statSync(file);
    if (mtime >= since) return false;
    unlinkSync(file);
    removed(size);
    return true;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/** A stream takes memory for a whole piece before each read, however small the file: so its end is said. */
async function* read(file: string, range: ByteRange | undefined): AsyncGenerator<Uint8Array> {
  const handle = await open(file);
  try {
    const { start, end } = range ?? { start: 0, end: (await handle.stat()).size - 1 };
    if (end < start) return;
    yield* handle.createReadStream({ start, end, highWaterMark: READ_SIZE, autoClose: false });
  } finally {
    await handle.close();
  }
}

/** Synchronous: every tarball that is served is looked for, and another thread takes far longer than the look. */
function find(key: string, file: string): BlobInfo | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  return found && { key, size: found.size, modifiedAt: found.mtime };
}

async function* list(folder: string): AsyncGenerator<BlobInfo> {
  const shards = await readdir(folder);
  for (const shard of shards.filter((name) => name.length === 2)) {
    for (const key of await readdir(path.join(folder, shard))) {
      const info = find(key, path.join(folder, shard, key));
      if (info) yield info;
    }
  }
}
