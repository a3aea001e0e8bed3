import type { SearchIndex } from '#store/search-index.ts';

import { openSearchDomain } from './open-search/open-search.ts';
import { domainAt } from './open-search/request.ts';
import { openSearchReader, withSearchIndex } from './search-artifact.ts';
import type { Report } from './search-rewrite.ts';

/** The domain that searches, where the registry has one in place of the index in one file. */
function domain(): SearchIndex | undefined {
  const { PANTRY_SEARCH_DOMAIN: url } = process.env;
  return url ? openSearchDomain({ ask: domainAt(url) }) : undefined;
}

/** The index for who only searches. */
export const openSearch = (report: Report): SearchIndex => domain() ?? openSearchReader({ report });

/** Gives work an index to change; what it changed can be found a moment later. */
export async function withSearch<T>(
  work: (index: SearchIndex) => Promise<T>,
  report: Report,
): Promise<T> {
  const searching = domain();
  return searching ? work(searching) : withSearchIndex(work, { report });
}
