import { significantText } from '#domain/search/search-text.ts';
import { facts, finalScore } from '#domain/search/standing.ts';
import type { SearchHit, SearchQuery, SearchResult } from '#store/search-index.ts';

import type { AnswerCache } from './answer-cache.ts';
import { findPlaces, type Found, type Place } from './find-places.ts';
import { standingAt } from './rank.ts';
import type { SearchReader } from './search-reader.ts';

interface Parts {
  readonly reader: SearchReader;
  readonly answers: AnswerCache<Found>;
}

/** What a search finds, with its documents and scores as of now. */
export function answer({ reader, answers }: Parts, query: SearchQuery, now: Date): SearchResult {
  const { from, size, sees } = query;
  const text = significantText(query.text);
  const { total, places } = answers.get(JSON.stringify([text, from, size, sees]), () =>
    findPlaces(reader, { text, from, size, sees }),
  );
  return { total, hits: places.flatMap((place) => hitAt(reader, place, now)) };
}

function hitAt(reader: SearchReader, { rank, gain, order }: Place, now: Date): SearchHit[] {
  const document = reader.read(rank);
  if (!document) return [];
  const final = finalScore(standingAt(order), now);
  return [{ document, score: { ...facts(document, now), text: 2 ** gain, final } }];
}
