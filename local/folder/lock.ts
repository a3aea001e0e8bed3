import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** What a locked folder holds besides everything else. */
export const LOCK = 'lock';

/**
 * Takes a folder for this process alone, until the function that it gives is called. SQLite's lock is the
 * operating system's: no crash leaves one behind.
 */
export function lockFolder(folder: string, refuse: (cause: unknown) => never): () => void {
  const lock = new DatabaseSync(path.join(folder, LOCK));
  try {
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    if (isBusy(cause)) return refuse(cause);
    // A full disk, for one.
    throw cause;
  }
  return () => lock.close();
}

const SQLITE_BUSY = 5;

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
