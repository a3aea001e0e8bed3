import type { DatabaseSync } from 'node:sqlite';

import type { SearchDocument } from '#store/search-index.ts';

import type { Rank, RankRange } from './rank.ts';

/** How far matches are counted and paged through. */
export const MOST_FOUND = 10_000;

export interface SearchReader {
  /** The first ranks that match, ascending. */
  list(match: string, range: RankRange, limit: number): readonly Rank[];
  /** How many match, {@link MOST_FOUND} at most. */
  count(match: string, range: RankRange): number;
  read(rank: Rank): SearchDocument | undefined;
  size(): number;
  cursor(): string | undefined;
}

export function openSearchReader(database: DatabaseSync): SearchReader {
  const list = database.prepare(`
    SELECT rowid AS rank FROM term WHERE term MATCH ? AND rowid >= ? AND rowid < ?
    ORDER BY rowid LIMIT ?`);
  const count = database.prepare(`
    SELECT count(*) AS total FROM
      (SELECT 1 FROM term WHERE term MATCH ? AND rowid >= ? AND rowid < ? LIMIT ${MOST_FOUND})`);
  const document = database.prepare('SELECT document FROM package WHERE rank = ?');
  const size = database.prepare('SELECT count(*) AS size FROM package');
  const cursor = database.prepare('SELECT cursor FROM progress');

  return {
    // FTS5 stops at a bound only if it is an integer, and a number may be bound as a real.
    list: (match, { from, to }, limit) =>
      list.all(match, BigInt(from), BigInt(to), limit).map((row) => Number(row['rank'])),
    count: (match, { from, to }) =>
      Number(count.get(match, BigInt(from), BigInt(to))?.['total'] ?? 0),
    read: (rank) => {
      const text = document.get(BigInt(rank))?.['document'];
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the writer
      return typeof text === 'string' ? (JSON.parse(text) as SearchDocument) : undefined;
    },
    size: () => Number(size.get()?.['size'] ?? 0),
    cursor: () => {
      const text = cursor.get()?.['cursor'];
      return typeof text === 'string' ? text : undefined;
    },
  };
}
