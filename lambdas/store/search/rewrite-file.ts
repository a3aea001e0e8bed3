import { rmSync } from 'node:fs';

import { isDamage, openSearchFile, replace, type SearchFile } from './search-file.ts';
import { type Change, openSearchWriter } from './search-writer.ts';

/** `unchanged`: nothing was news, and nothing written. `replaced`: the index is new, but for the changes. */
export type Rewritten = 'changed' | 'unchanged' | 'replaced';

export interface Rewrite {
  /** The index as it was; need not exist, and is of no use afterwards. */
  readonly from: string;
  /** Where the changed index is written: one file, as small as it gets. */
  readonly to: string;
  readonly changes: readonly Change[];
}

/** Makes changes to an index that is kept elsewhere, and found or made anew here. */
export function rewriteSearchFile(rewrite: Rewrite): Rewritten {
  try {
    return writeFrom(openSearchFile(rewrite.from, 'scratch'), rewrite);
  } catch (error) {
    if (!isDamage(error)) throw error;
    rmSync(rewrite.to, { force: true });
    return writeFrom(replace(rewrite.from, 'scratch'), rewrite);
  }
}

function writeFrom({ database, opened }: SearchFile, { to, changes }: Rewrite): Rewritten {
  try {
    const writer = openSearchWriter(database);
    const news = changes.filter((change) => writer.isNews(change));
    if (opened === 'found' && news.length === 0) return 'unchanged';
    writer.apply(news);
    // Merging leaves up to a third of a file empty, which would be moved to and fro. Besides, this reads
    // every page: damage where no change looks is not handed on.
    database.prepare('VACUUM INTO ?').run(to);
    return opened === 'replaced' ? 'replaced' : 'changed';
  } finally {
    database.close();
  }
}
