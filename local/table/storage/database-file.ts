import { DatabaseSync } from 'node:sqlite';

import type { TableSchema } from '#store/table-schema.ts';

import {
  createLayout,
  FORMAT,
  readDescription,
  reconcileIndexes,
  type Description,
} from './layout.ts';

/** Marks the file as one of ours ("Pnty"); see `PRAGMA application_id`. */
export const APPLICATION_ID = 0x50_6e_74_79;
const LOCK_TIMEOUT_MS = 5000;
const CACHE_KIB = 16_000;
const KEPT_LOG_BYTES = 16 * 1024 * 1024;
/** Pages of 4 KB in the log before they are moved to where they belong, which keeps a commit waiting. */
const CHECKPOINT_PAGES = 4000;

export interface OpenFile {
  readonly database: DatabaseSync;
  readonly description: Description;
}

/**
 * Opens a table's file, or makes it. Every commit is on disk before it is acknowledged (WAL, `synchronous=FULL`).
 * Throws an Error whose message names the file when it is damaged, another table's, or newer than this code.
 */
export function openFile(file: string, schema: TableSchema): OpenFile {
  const database = connect(file);
  try {
    return { database, description: prepare(database, file, schema) };
  } catch (cause) {
    database.close();
    throw cause instanceof UnusableFile ? cause : unreadable(file, cause);
  }
}

/** Says why a file cannot serve as this table. */
class UnusableFile extends Error {
  override name = 'UnusableFile';
}

function unreadable(file: string, cause: unknown): UnusableFile {
  const report = cause instanceof Error ? cause.message : String(cause);
  const advice = isDamage(cause)
    ? '; it is damaged or not a table file. Restore it from a backup, or start with a new file'
    : '';
  return new UnusableFile(`The table file ${file} cannot be opened (${report})${advice}.`, {
    cause,
  });
}

/** SQLITE_CORRUPT and SQLITE_NOTADB: the file can be read, but what is in it makes no sense. */
function isDamage(cause: unknown): boolean {
  const code = cause instanceof Error && 'errcode' in cause ? Number(cause.errcode) : 0;
  return [11, 26].includes(code & 0xff);
}

function connect(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file, { timeout: LOCK_TIMEOUT_MS });
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function prepare(database: DatabaseSync, file: string, schema: TableSchema): Description {
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA cache_size = -${CACHE_KIB};
    PRAGMA temp_store = MEMORY;
    PRAGMA journal_size_limit = ${KEPT_LOG_BYTES};
    PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};
    BEGIN IMMEDIATE;
  `);
  const description = isEmpty(database)
    ? create(database, schema)
    : recognize(database, file, schema);
  const current = reconcileIndexes(database, description, schema.indexes);
  database.exec('COMMIT');
  return current;
}

function isEmpty(database: DatabaseSync): boolean {
  return database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
}

function create(database: DatabaseSync, schema: TableSchema): Description {
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
  return createLayout(database, schema);
}

function recognize(database: DatabaseSync, file: string, schema: TableSchema): Description {
  if (pragma(database, 'application_id') !== APPLICATION_ID) {
    throw new UnusableFile(`The file ${file} is a SQLite database, but not a table file.`);
  }
  const format = pragma(database, 'user_version');
  if (format > FORMAT) {
    throw new UnusableFile(
      `The table file ${file} has format ${format}; this version reads formats up to ${FORMAT}. Use the version that wrote it, or a newer one.`,
    );
  }
  const description = readDescription(database);
  const other = (['name', 'partitionKey', 'sortKey', 'ttlAttribute'] as const).find(
    (field) => description[field] !== schema[field],
  );
  if (other !== undefined) {
    throw new UnusableFile(
      `The table file ${file} belongs to another schema: its ${other} is "${description[other]}", not "${schema[other]}".`,
    );
  }
  return description;
}

function pragma(database: DatabaseSync, name: 'application_id' | 'user_version'): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}
