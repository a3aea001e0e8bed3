import type { SearchQuery, SearchResult } from '#store/search-index.ts';

import { openAnswerCache } from './answer-cache.ts';
import { answer } from './answer.ts';
import type { Found } from './find-places.ts';
import { openForReading } from './search-file.ts';
import { openSearchReader } from './search-reader.ts';

/** A copy of an index as it was at some moment. Nothing in it changes. */
export interface SearchCopy {
  search(query: SearchQuery, now: Date): SearchResult;
  close(): void;
}

/** The index in that file, which may be removed as soon as it is open. */
export function openSearchCopy(file: string): SearchCopy {
  const database = openForReading(file);
  const parts = { reader: openSearchReader(database), answers: openAnswerCache<Found>() };
  return {
    search: (query, now) => answer(parts, query, now),
    close: () => database.close(),
  };
}
