import { closeSync, fsync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

/** Waits until the disk has what was written; the one call here that takes long. */
export const syncToDisk = promisify(fsync);

/** Makes the names in a folder survive a power failure; a file's own sync does not cover its name. */
export const syncFolder = async (folder: string): Promise<void> => syncFile(folder);

/** Makes what was written to a file that is closed survive a power failure. */
export async function syncFile(file: string): Promise<void> {
  const handle = openSync(file, 'r');
  try {
    await syncToDisk(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Replaces a file whole or not at all: writes a temporary one first and renames that. Does not wait for
 * the disk.
 */
export async function replaceFile(
  file: string,
  temporary: string,
  bytes: Uint8Array,
): Promise<void> {
  try {
    await inFolderOf(temporary, async () =>
      writeFile(temporary, bytes, { flag: 'wx', mode: 0o600 }),
    );
    await inFolderOf(file, async () => rename(temporary, file));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Makes the file's folder where it is missing: only the first file needs it, or one after a removal by hand. */
async function inFolderOf(file: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await act();
  }
}

/** A new file for writing, for nobody else to read. */
export const openNew = (file: string): number => openSync(file, 'wx', 0o600);

/**
 * An empty folder for files that are being written. Only its one process may open it: what a crash left
 * in it is removed.
 */
export function openIncoming(folder: string): () => string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  let count = 0;
  return () => {
    count += 1;
    return path.join(folder, count.toString(36));
  };
}

/** A write may take only a part of what it is given. */
export function writeAll(handle: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(handle, bytes, written);
}

/** Whether a file system call failed in just this way. */
export const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
