import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

import { BackupError } from '#store/backup/backup-error.ts';
import type { BlobContent } from '#store/backup/blob-shelf.ts';

import { APPLICATION_ID } from '../table/storage/database-file.ts';
import { FORMAT } from '../table/storage/layout.ts';

/** The table of a data folder as others write it. */
export interface TableSnapshot {
  /** Every item as JSON, as they all were at one moment; those that have expired by then are left out. */
  items(now: Date): Iterable<string>;
  /** A small blob that has no file yet. */
  journaled(key: string): BlobContent | undefined;
  close(): void;
}

/** Opens a table to read it, beside a registry that may be running. Throws BackupError. */
export function openTableSnapshot(file: string): TableSnapshot {
  if (!existsSync(file)) {
    throw new BackupError(`there is no registry: ${file} is missing. Name its folder with --data`);
  }
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
  try {
    check(database, file);
  } catch (error) {
    database.close();
    throw error;
  }
  return {
    *items(now) {
      // What is read in a transaction is one moment's, and keeps no writer waiting.
      database.exec('BEGIN');
      const every = database.prepare(
        'SELECT item FROM items WHERE expires IS NULL OR expires > ? ORDER BY id',
      );
      try {
        for (const { item } of every.iterate(now.getTime() / 1000)) yield portable(String(item));
      } finally {
        database.exec('COMMIT');
      }
    },
    journaled(key) {
      const row = database.prepare('SELECT bytes FROM journal WHERE key = ?').get(key);
      const bytes = row?.['bytes'];
      return bytes instanceof Uint8Array ? { size: bytes.length, bytes } : undefined;
    },
    close: () => database.close(),
  };
}

/** Sets and bytes are stored in a way that is the file's own. No item of a registry has any. */
function portable(item: string): string {
  if (item.startsWith('{')) return item;
  throw new BackupError('the table holds an item that this version can’t back up');
}

function check(database: DatabaseSync, file: string): void {
  const pragma = (name: string): number => {
    try {
      return Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
    } catch (cause) {
      throw new BackupError(`the table ${file} can't be read`, { cause });
    }
  };
  if (pragma('application_id') !== APPLICATION_ID) {
    throw new BackupError(`${file} is no table of a registry`);
  }
  if (pragma('user_version') > FORMAT) {
    throw new BackupError(`${file} was written by a newer Pantry: back it up with that version`);
  }
}
