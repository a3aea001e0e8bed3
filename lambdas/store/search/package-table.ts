import type { DatabaseSync } from 'node:sqlite';

import type { PackageName } from '#domain/package-name.ts';
import { standing } from '#domain/search/standing.ts';
import type { SearchDocument } from '#store/search-index.ts';

import { type Rank, ranksFor } from './rank.ts';

/** Which packages the index knows, where they stand, and which it has forgotten. */
export interface PackageTable {
  /** Whether something newer is known, be it that the package is gone. */
  isOutdated(document: SearchDocument): boolean;
  /** Whether the very document is there. */
  has(document: SearchDocument): boolean;
  /** Whether removing the package at that rev would change nothing. */
  isRemoved(name: PackageName, rev: number): boolean;
  add(document: SearchDocument): Rank;
  /** Takes the package out, and says where it was. */
  take(name: PackageName): Rank | undefined;
  /** Like take, unless it is newer than the rev, which is remembered. */
  remove(name: PackageName, rev: number): Rank | undefined;
}

export function openPackageTable(database: DatabaseSync): PackageTable {
  const insert = database.prepare(
    'INSERT INTO package (rank, name, rev, document) VALUES (?, ?, ?, ?)',
  );
  const isTaken = database.prepare('SELECT 1 FROM package WHERE rank = ?');
  const takeOut = database.prepare('DELETE FROM package WHERE name = ? RETURNING rank');
  const newer = database.prepare(`
    SELECT 1 FROM package WHERE name = :name AND rev > :rev
    UNION ALL SELECT 1 FROM removed WHERE name = :name AND rev >= :rev`);
  const isNewer = database.prepare('SELECT 1 FROM package WHERE name = ? AND rev > ?');
  const remember = database.prepare(`
    INSERT INTO removed (name, rev) VALUES (?, ?)
    ON CONFLICT (name) DO UPDATE SET rev = max(rev, excluded.rev)`);

  const same = database.prepare('SELECT 1 FROM package WHERE name = ? AND document = ?');
  const removal = database.prepare('SELECT 1 FROM removed WHERE name = ? AND rev >= ?');

  const take = (name: PackageName) => {
    const row = takeOut.get(name);
    return row && Number(row['rank']);
  };

  return {
    isOutdated: ({ name, rev }) => newer.get({ name, rev }) !== undefined,
    has: (document) => same.get(document.name, JSON.stringify(document)) !== undefined,
    isRemoved: (name, rev) => (removal.get(name, rev) ?? isNewer.get(name, rev)) !== undefined,
    add: (document) => {
      const { name, rev, visibility } = document;
      for (const rank of ranksFor(name, standing(document), visibility)) {
        if (isTaken.get(BigInt(rank)) !== undefined) continue;
        insert.run(BigInt(rank), name, rev, JSON.stringify(document));
        return rank;
      }
      throw new Error('unreachable: ranks to try never end');
    },
    take,
    remove: (name, rev) => {
      if (isNewer.get(name, rev) !== undefined) return undefined;
      remember.run(name, rev);
      return take(name);
    },
  };
}
