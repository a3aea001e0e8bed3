import type { DatabaseSync } from 'node:sqlite';

import type { IndexSchema, TableSchema } from '#store/table-schema.ts';

import { keyOf } from '../value/key.ts';
import { decodeItem } from './item-text.ts';

/** Raised when a file written by this code cannot be read by the code before it. */
export const FORMAT = 1;

const BACKFILL_ROWS = 500;

/** An index of the schema and the columns that hold its keys; both are null where an item is not in it. */
export interface IndexColumns extends IndexSchema {
  readonly slot: number;
}

/** What the file says about itself. */
export interface Description extends Omit<TableSchema, 'indexes'> {
  readonly indexes: readonly IndexColumns[];
  /** The number of the next index; columns of a dropped index are not used again. */
  readonly nextSlot: number;
}

export function partitionColumn(slot: number): string {
  return `index_${slot}_partition`;
}

export function sortColumn(slot: number): string {
  return `index_${slot}_sort`;
}

/** Makes the tables of a new file. */
export function createLayout(database: DatabaseSync, schema: TableSchema): Description {
  database.exec(`
    CREATE TABLE description (only INTEGER PRIMARY KEY CHECK (only = 1), content TEXT NOT NULL) STRICT;
    CREATE TABLE items (
      id INTEGER PRIMARY KEY,
      pk TEXT NOT NULL,
      sk TEXT NOT NULL,
      item TEXT NOT NULL,
      size INTEGER NOT NULL,
      expires REAL,
      UNIQUE (pk, sk)
    ) STRICT;
    CREATE INDEX expiring ON items (expires) WHERE expires IS NOT NULL;
    CREATE TABLE tokens (token TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, used INTEGER NOT NULL)
      STRICT, WITHOUT ROWID;
    CREATE INDEX tokens_by_use ON tokens (used);
    CREATE TABLE journal (key TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
    PRAGMA user_version = ${FORMAT};
  `);
  const description: Description = { ...schema, indexes: [], nextSlot: 1 };
  save(database, description);
  return description;
}

export function readDescription(database: DatabaseSync): Description {
  const row = database.prepare('SELECT content FROM description').get();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by save, below; the format was checked
  return JSON.parse(String(row?.['content'])) as Description;
}

function save(database: DatabaseSync, description: Description): void {
  database
    .prepare('INSERT OR REPLACE INTO description (only, content) VALUES (1, ?)')
    .run(JSON.stringify(description));
}

/** Drops indexes that the schema has no more and builds those it has newly, from the items there are. */
export function reconcileIndexes(
  database: DatabaseSync,
  before: Description,
  wanted: readonly IndexSchema[],
): Description {
  const kept = before.indexes.filter((index) => wanted.some((other) => areSame(index, other)));
  const dropped = before.indexes.filter((index) => !kept.includes(index));
  const added = wanted
    .filter((index) => !kept.some((other) => areSame(index, other)))
    .map((index, at) => ({ ...index, slot: before.nextSlot + at }));
  if (dropped.length === 0 && added.length === 0) return before;
  for (const { slot } of dropped) database.exec(`DROP INDEX index_${slot}`);
  for (const index of added) build(database, index);
  const nextSlot = before.nextSlot + added.length;
  const description = { ...before, indexes: [...kept, ...added], nextSlot };
  save(database, description);
  return description;
}

function areSame(left: IndexSchema, right: IndexSchema): boolean {
  return (
    left.name === right.name &&
    left.partitionKey === right.partitionKey &&
    left.sortKey === right.sortKey
  );
}

function build(database: DatabaseSync, index: IndexColumns): void {
  const [partition, sort] = [partitionColumn(index.slot), sortColumn(index.slot)];
  database.exec(`
    ALTER TABLE items ADD COLUMN ${partition} TEXT;
    ALTER TABLE items ADD COLUMN ${sort} TEXT;
  `);
  fill(database, index);
  database.exec(`
    CREATE INDEX index_${index.slot} ON items (${partition}, ${sort}, pk, sk)
      WHERE ${partition} IS NOT NULL;
  `);
}

function fill(database: DatabaseSync, index: IndexColumns): void {
  const select = database.prepare('SELECT id, item FROM items WHERE id > ? ORDER BY id LIMIT ?');
  const update = database.prepare(
    `UPDATE items SET ${partitionColumn(index.slot)} = ?, ${sortColumn(index.slot)} = ? WHERE id = ?`,
  );
  let last = 0;
  for (;;) {
    const rows = select.all(last, BACKFILL_ROWS);
    if (rows.length === 0) return;
    for (const row of rows) {
      last = Number(row['id']);
      const key = keyOf(decodeItem(String(row['item'])), index);
      if (key !== undefined) update.run(key.partition, key.sort, last);
    }
  }
}
