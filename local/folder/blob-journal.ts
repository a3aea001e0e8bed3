import { DatabaseSync } from 'node:sqlite';

/** Blobs that are on disk, but not yet in files of their own. */
export interface BlobJournal {
  /** Resolves when the disk has the bytes. */
  add: (key: string, bytes: Uint8Array) => Promise<void>;
  /** The blob has its file: the journal forgets it at some time. */
  remove: (key: string) => void;
  /** What an earlier process left here. */
  entries: () => Iterable<JournalEntry>;
  close: () => void;
}

export interface JournalEntry {
  readonly key: string;
  readonly bytes: Uint8Array;
}

interface Adding extends JournalEntry {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * To make a small file durable takes three waits for the disk: for its bytes, its name and the folder.
 * Here it takes one, and one for all who come at once.
 */
export function openBlobJournal(file: string): BlobJournal {
  const database = openDatabase(file);
  const insert = database.prepare('INSERT OR REPLACE INTO blobs (key, bytes) VALUES (?, ?)');
  const remove = database.prepare('DELETE FROM blobs WHERE key = ?');
  const select = database.prepare('SELECT key, bytes FROM blobs');
  let adding: Adding[] = [];
  let removed: string[] = [];

  const commit = (): void => {
    if (adding.length + removed.length === 0) return;
    const [group, gone] = [adding, removed];
    [adding, removed] = [[], []];
    try {
      database.exec('BEGIN IMMEDIATE');
      for (const key of gone) remove.run(key);
      for (const { key, bytes } of group) insert.run(key, bytes);
      database.exec('COMMIT');
      for (const { resolve } of group) resolve();
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      removed.push(...gone);
      for (const { reject } of group) reject(error);
    }
  };
  return {
    async add(key, bytes) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      if (adding.length === 0) setImmediate(commit);
      adding.push({ key, bytes, resolve, reject });
      return promise;
    },
    remove: (key) => void removed.push(key),
    *entries() {
      for (const { key, bytes } of select.all()) {
        if (bytes instanceof Uint8Array) yield { key: String(key), bytes };
      }
    },
    close() {
      commit();
      database.close();
    },
  };
}

function openDatabase(file: string): DatabaseSync {
  try {
    const database = new DatabaseSync(file);
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      CREATE TABLE IF NOT EXISTS blobs (key TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
    `);
    return database;
  } catch (cause) {
    const report = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `The blob journal ${file} cannot be opened (${report}). It may hold the tarballs of the last seconds: restore it from a backup, or remove it and publish those again.`,
      { cause },
    );
  }
}
