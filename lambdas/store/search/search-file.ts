import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

import { FORMAT } from '#domain/search/search-terms.ts';

/** `created`: there was none. `replaced`: there was one that was damaged or of another make. */
export type Opened = 'found' | 'created' | 'replaced';

export interface SearchFile {
  readonly database: DatabaseSync;
  readonly opened: Opened;
}

/** Of the tables below; what is in them is FORMAT's. */
const LAYOUT = 1;
const VERSION = LAYOUT * 1000 + FORMAT;

/** "PSIX", so that no other database is ever taken for an old index and thrown away. */
const APPLICATION = 0x50_53_49_58;

/** SQLite's result codes for a file that is damaged, or is no database at all. */
const DAMAGED = new Set([11, 26]);

/**
 * One process at a time, so locks are taken once and not per statement. A machine that loses power may
 * lose the last commits, the cursor's with them, and nothing before.
 */
const LASTING = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA cache_size = -8192;
`;

/** For a file that is thrown away whenever something goes wrong: nothing of it has to reach the disk. */
const SCRATCH = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = MEMORY;
  PRAGMA synchronous = OFF;
  PRAGMA cache_size = -32768;
`;

const SETTINGS = { lasting: LASTING, scratch: SCRATCH } as const;

/** Whether the file is to outlive this process. */
export type Purpose = keyof typeof SETTINGS;

/**
 * A package's rowid is its rank, so that every list of the index is in the order of the answer and a
 * search can stop reading after a page. FTS5 by itself merges seldom and for long, which is switched
 * off here: whoever writes merges a little each time.
 */
const SCHEMA = `
  BEGIN;
  CREATE TABLE package (
    rank INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL, document TEXT NOT NULL
  );
  CREATE TABLE removed (name TEXT PRIMARY KEY, rev INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE progress (id INTEGER PRIMARY KEY CHECK (id = 1), cursor TEXT NOT NULL);
  CREATE VIRTUAL TABLE term USING fts5 (
    terms, content = '', contentless_delete = 1, detail = none,
    tokenize = "ascii tokenchars ':%-_.'"
  );
  INSERT INTO term (term, rank) VALUES ('automerge', 0), ('crisismerge', 64);
  PRAGMA application_id = ${APPLICATION};
  PRAGMA user_version = ${VERSION};
  COMMIT;
`;

/** The index in that file, or an empty one in its place if it is damaged or of another make. */
export function openSearchFile(file: string, purpose: Purpose = 'lasting'): SearchFile {
  const database = new DatabaseSync(file, { timeout: 5000 });
  try {
    const opened = prepare(database, purpose);
    if (opened) return { database, opened };
  } catch (error) {
    database.close();
    if (!isDamage(error)) throw error;
    return replace(file, purpose);
  }
  database.close();
  return replace(file, purpose);
}

/** An empty index in place of whatever is there. */
export function replace(file: string, purpose: Purpose = 'lasting'): SearchFile {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(file + suffix, { force: true });
  const database = new DatabaseSync(file, { timeout: 5000 });
  prepare(database, purpose);
  return { database, opened: 'replaced' };
}

/** The index in a file that is only read. Throws where there is none of this make. */
export function openForReading(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -8192');
    const make = [
      number(database, 'PRAGMA application_id'),
      number(database, 'PRAGMA user_version'),
    ];
    if (make[0] === APPLICATION && make[1] === VERSION) return database;
    throw new Error('the file is no search index, or one of another make');
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Whether an error can only come from a damaged file: SQLite says so, or a document in it is no JSON. */
export const isDamage = (error: unknown): boolean =>
  error instanceof SyntaxError ||
  (error instanceof Error &&
    'errcode' in error &&
    typeof error.errcode === 'number' &&
    // The low byte is the primary code.
    DAMAGED.has(error.errcode % 256));

/** Undefined where the file is an index of another make. */
function prepare(database: DatabaseSync, purpose: Purpose): Opened | undefined {
  database.exec(SETTINGS[purpose]);
  const tables = number(database, 'SELECT count(*) FROM sqlite_master');
  if (tables === 0) {
    database.exec(SCHEMA);
    return 'created';
  }
  if (number(database, 'PRAGMA application_id') !== APPLICATION) {
    throw new Error('the file for the search index is a database of something else: name another');
  }
  if (number(database, 'PRAGMA user_version') !== VERSION) return undefined;
  database.exec('SELECT 1 FROM term WHERE rowid = 0');
  return 'found';
}

const number = (database: DatabaseSync, sql: string): number =>
  Number(Object.values(database.prepare(sql).get() ?? {})[0]);
