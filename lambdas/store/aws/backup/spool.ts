import { DatabaseSync } from 'node:sqlite';

import { BackupError } from '#store/backup/backup-error.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';
import type { Item } from '#store/table.ts';

const { partitionKey, sortKey, ttlAttribute } = TABLE_SCHEMA;

/** Items on this machine's disk until all of them are as they shall be. */
export interface Spool {
  readonly put: (items: readonly Item[]) => void;
  /** Makes a partition hold these items and no others. */
  replace(partition: string, items: readonly Item[]): void;
  /** Each as JSON; those that have expired by then are left out. */
  all(now: Date): Iterable<string>;
  close(): void;
}

/** In a file that has no name: nobody else can open it, and nothing is left of it. */
export function openSpool(): Spool {
  const database = new DatabaseSync('');
  database.exec(`
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE items (pk TEXT, sk TEXT, expires REAL, item TEXT NOT NULL, PRIMARY KEY (pk, sk)) WITHOUT ROWID;
  `);
  const save = database.prepare('INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?)');
  const remove = database.prepare('DELETE FROM items WHERE pk = ?');
  const put = (items: readonly Item[]): void => {
    for (const item of items) {
      const expires = item[ttlAttribute];
      const keys = [String(item[partitionKey]), String(item[sortKey])] as const;
      save.run(...keys, typeof expires === 'number' ? expires : null, toJson(item));
    }
  };
  return {
    put,
    replace(partition, items) {
      remove.run(partition);
      put(items);
    },
    *all(now) {
      const every = database.prepare(
        'SELECT item FROM items WHERE expires IS NULL OR expires > ? ORDER BY pk, sk',
      );
      for (const { item } of every.iterate(now.getTime() / 1000)) yield String(item);
    },
    close: () => database.close(),
  };
}

/** What JSON has no words for is nothing that a registry writes. */
const toJson = (item: Item): string =>
  JSON.stringify(item, (_, value: unknown) => {
    if (value instanceof Set || value instanceof Uint8Array || typeof value === 'bigint') {
      throw new BackupError('the table holds an item that this version can’t back up');
    }
    return value;
  });
