import type { DatabaseSync } from 'node:sqlite';

import type { PackageName } from '#domain/package-name.ts';
import { searchTerms } from '#domain/search/search-terms.ts';
import type { SearchDocument } from '#store/search-index.ts';

import { openPackageTable } from './package-table.ts';
import type { Rank } from './rank.ts';

export type Change =
  | { readonly kind: 'save'; readonly document: SearchDocument }
  | { readonly kind: 'remove'; readonly name: PackageName; readonly rev: number };

export interface SearchWriter {
  /** Whether a change says anything that the index does not know. */
  isNews(change: Change): boolean;
  /** Makes the changes, in their order, and commits them together. */
  apply(changes: readonly Change[]): void;
  setCursor(text: string): void;
}

/** Pages of the index to merge per change: what is written stays in balance with what is merged. */
const MERGED_PAGES = 4;

export function openSearchWriter(database: DatabaseSync): SearchWriter {
  const packages = openPackageTable(database);
  const addTerms = database.prepare('INSERT INTO term (rowid, terms) VALUES (?, ?)');
  const removeTerms = database.prepare('DELETE FROM term WHERE rowid = ?');
  const merge = database.prepare(`INSERT INTO term (term, rank) VALUES ('merge', ?)`);

  const setCursor = database.prepare(`
    INSERT INTO progress (id, cursor) VALUES (1, ?)
    ON CONFLICT (id) DO UPDATE SET cursor = excluded.cursor`);

  function change(all: readonly Change[]): void {
    const added = new Map<Rank, string>();
    const forget = (rank: Rank | undefined) => {
      if (rank !== undefined && !added.delete(rank)) removeTerms.run(BigInt(rank));
    };
    for (const one of all) {
      if (one.kind === 'remove') forget(packages.remove(one.name, one.rev));
      else if (!packages.isOutdated(one.document)) {
        forget(packages.take(one.document.name));
        added.set(packages.add(one.document), searchTerms(one.document).join(' '));
      }
    }
    // Within a transaction FTS5 writes a segment of its own for every rowid below the one before.
    for (const [rank, terms] of [...added].toSorted(([a], [b]) => a - b)) {
      addTerms.run(BigInt(rank), terms);
    }
  }

  return {
    isNews: (one) =>
      one.kind === 'remove'
        ? !packages.isRemoved(one.name, one.rev)
        : !packages.isOutdated(one.document) && !packages.has(one.document),
    apply: (changes) => {
      database.exec('BEGIN');
      try {
        change(changes);
        merge.run(BigInt(MERGED_PAGES * changes.length));
        database.exec('COMMIT');
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
    setCursor: (text) => void setCursor.run(text),
  };
}
