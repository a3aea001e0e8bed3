import type { DatabaseSync, StatementSync } from 'node:sqlite';

import type { TableSchema } from '#store/table-schema.ts';

import { keyOf, type Key } from '../value/key.ts';
import { attribute, type Item } from '../value/value.ts';
import { openFile } from './database-file.ts';
import { encodeItem } from './item-text.ts';
import { partitionColumn, sortColumn, type IndexColumns } from './layout.ts';
import { toSelectQuery, type Selection } from './selection.ts';

/** An item as stored: decode it with `decodeItem`; the size is what DynamoDB counts, in bytes. */
export interface StoredItem {
  readonly text: string;
  readonly size: number;
}

/** A blob in the journal. */
export interface JournalEntry {
  readonly key: string;
  readonly bytes: Uint8Array;
}

/** A change that a commit makes. */
export type Change =
  | { readonly kind: 'save'; readonly key: Key; readonly item: Item; readonly size: number }
  | { readonly kind: 'remove'; readonly key: Key }
  | { readonly kind: 'journal'; readonly key: string; readonly bytes: Uint8Array }
  | { readonly kind: 'forget'; readonly key: string }
  | {
      readonly kind: 'remember';
      readonly token: string;
      readonly fingerprint: string;
      /** Milliseconds since 1970. */
      readonly used: number;
      /** Tokens used before this are of no use any more. */
      readonly forgetBefore: number;
    };

/** The items of one file. Every call is synchronous; writes belong between `begin` and `commit`. */
export interface Storage {
  readonly indexes: readonly IndexColumns[];
  find(key: Key): StoredItem | undefined;
  select(selection: Selection): Iterable<StoredItem>;
  apply(change: Change): void;
  /** Removes some items that expired within the span (seconds since 1970, both ends exclusive); says how many. */
  removeExpired(after: number, before: number, limit: number): number;
  /** The fingerprint of the request that used the token since then (milliseconds since 1970). */
  findToken(token: string, since: number): string | undefined;
  /** The journal's entries, oldest first. */
  journaled(): readonly JournalEntry[];
  begin(mode: 'read' | 'write'): void;
  commit(): void;
  /** Undoes what was begun; nothing to undo is no error. */
  rollback(): void;
  close(): void;
}

export function openStorage(file: string, schema: TableSchema): Storage {
  const { database, description } = openFile(file, schema);
  const { indexes } = description;
  const selects = new Map<string, StatementSync>();
  const find = database.prepare('SELECT item, size FROM items WHERE pk = ? AND sk = ?');
  const control = {
    read: database.prepare('BEGIN'),
    write: database.prepare('BEGIN IMMEDIATE'),
    commit: database.prepare('COMMIT'),
    rollback: database.prepare('ROLLBACK'),
  };
  return {
    indexes,
    find: ({ partition, sort }) => {
      const row = find.get(partition, sort);
      return row === undefined ? undefined : toStoredItem(row);
    },
    *select(selection) {
      const { sql, values } = toSelectQuery(selection);
      const statement = selects.get(sql) ?? database.prepare(sql);
      selects.set(sql, statement);
      for (const row of statement.iterate(...values)) yield toStoredItem(row);
    },
    apply: prepareChanges(database, schema, indexes),
    ...prepareUpkeep(database),
    begin: (mode) => void control[mode].run(),
    commit: () => void control.commit.run(),
    rollback: () => {
      if (database.isTransaction) control.rollback.run();
    },
    close: () => database.close(),
  };
}

function toStoredItem(row: Readonly<Record<string, unknown>>): StoredItem {
  return { text: String(row['item']), size: Number(row['size']) };
}

function toJournalEntry({ key, bytes }: Readonly<Record<string, unknown>>): JournalEntry {
  if (!(bytes instanceof Uint8Array)) throw new TypeError('the journal holds something but bytes');
  return { key: String(key), bytes };
}

function prepareChanges(
  database: DatabaseSync,
  schema: TableSchema,
  indexes: readonly IndexColumns[],
): Storage['apply'] {
  const derived = ['item', 'size', 'expires', ...indexes.flatMap(columnsOf)];
  const save = database.prepare(`
    INSERT INTO items (pk, sk, ${derived.join(', ')}) VALUES (?, ?, ${derived.map(() => '?').join(', ')})
    ON CONFLICT (pk, sk) DO UPDATE SET ${derived.map((name) => `${name} = excluded.${name}`).join(', ')}
  `);
  const remove = database.prepare('DELETE FROM items WHERE pk = ? AND sk = ?');
  const remember = database.prepare(
    'INSERT OR REPLACE INTO tokens (token, fingerprint, used) VALUES (?, ?, ?)',
  );
  const forget = database.prepare('DELETE FROM tokens WHERE used < ?');
  const journal = database.prepare('INSERT OR REPLACE INTO journal (key, bytes) VALUES (?, ?)');
  const forgetBlob = database.prepare('DELETE FROM journal WHERE key = ?');
  return (change) => {
    switch (change.kind) {
      case 'save': {
        const { key, item, size } = change;
        const expires = attribute(item, schema.ttlAttribute);
        save.run(
          key.partition,
          key.sort,
          encodeItem(item),
          size,
          typeof expires === 'number' ? expires : null,
          ...indexes.flatMap((index) => indexValues(item, index)),
        );
        return;
      }
      case 'remove':
        remove.run(change.key.partition, change.key.sort);
        return;
      case 'journal':
        journal.run(change.key, change.bytes);
        return;
      case 'forget':
        forgetBlob.run(change.key);
        return;
      case 'remember':
        forget.run(change.forgetBefore);
        remember.run(change.token, change.fingerprint, change.used);
    }
  };
}

function columnsOf({ slot }: IndexColumns): readonly string[] {
  return [partitionColumn(slot), sortColumn(slot)];
}

function indexValues(item: Item, index: IndexColumns): readonly (string | null)[] {
  const key = keyOf(item, index);
  return key === undefined ? [null, null] : [key.partition, key.sort];
}

function prepareUpkeep(
  database: DatabaseSync,
): Pick<Storage, 'removeExpired' | 'findToken' | 'journaled'> {
  const removeExpired = database.prepare(`
    DELETE FROM items WHERE id IN (
      SELECT id FROM items WHERE expires IS NOT NULL AND expires > ? AND expires < ? LIMIT ?
    )
  `);
  const findToken = database.prepare(
    'SELECT fingerprint FROM tokens WHERE token = ? AND used >= ?',
  );
  const journaled = database.prepare('SELECT key, bytes FROM journal ORDER BY rowid');
  return {
    journaled: () => journaled.all().map(toJournalEntry),
    removeExpired: (after, before, limit) =>
      Number(removeExpired.run(after, before, limit).changes),
    findToken: (token, since) => {
      const row = findToken.get(token, since);
      return row === undefined ? undefined : String(row['fingerprint']);
    },
  };
}
