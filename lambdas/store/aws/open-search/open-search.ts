import type { PackageName } from '#domain/package-name.ts';
import { correct, correctionQuestions, type Vocabulary } from '#domain/search/correction.ts';
import type { Condition } from '#domain/search/search-plan.ts';
import { planSearch, type SearchPlan } from '#domain/search/search-plan.ts';
import { searchTerms } from '#domain/search/search-terms.ts';
import { parseSearchText, type SearchText, significantText } from '#domain/search/search-text.ts';
import { facts, finalScore, LOWEST_STANDING, standing } from '#domain/search/standing.ts';
import type {
  SearchDocument,
  SearchHit,
  SearchIndex,
  SearchQuery,
  SearchResult,
} from '#store/search-index.ts';

import { createIndex, INDEX } from './index-definition.ts';
import { matching, scored, seenBy } from './query.ts';
import type { AskDomain } from './request.ts';

/** How far matches are counted and paged through. */
const MOST_FOUND = 10_000;
/** Names to look at for the right spelling of a word. */
const SPELLINGS = 20;
const NOT_THERE = 404;
const OVERTAKEN = 409;

export interface OpenSearchOptions {
  readonly ask: AskDomain;
  /** Its name; of this make where none is said. */
  readonly index?: string;
  /** The clock that packages age by. */
  readonly now?: () => Date;
}

/**
 * The search index in OpenSearch, for registries that one file does not serve any more. It has the terms of the file and ranks
 * as the file does. What is saved can be found a second later.
 */
export function openSearchDomain(options: OpenSearchOptions): SearchIndex {
  const { ask, index = INDEX, now = () => new Date() } = options;
  let created: Promise<void> | undefined;
  /** Else the first write would make it, by rules of its own. */
  const ready = async (): Promise<void> => {
    created ??= createIndex(ask, index).catch((error: unknown) => {
      created = undefined;
      throw error;
    });
    await created;
  };
  const pathOf = (name: PackageName): string => `/${index}/_doc/${encodeURIComponent(name)}`;
  return {
    async save(document) {
      await ready();
      await ask({
        method: 'PUT',
        path: pathOf(document.name),
        query: versioned(document.rev * 2),
        body: toBody(document),
        answers: [OVERTAKEN],
      });
    },
    async remove(name, rev) {
      await ready();
      await ask({
        method: 'DELETE',
        path: pathOf(name),
        query: versioned(rev * 2 + 1),
        answers: [NOT_THERE, OVERTAKEN],
      });
    },
    search: async (query) => search({ ask, index }, query, now()),
  };
}

/**
 * What is older is refused by the domain itself. Of one rev a removal is the newer: nothing of a package that is gone comes
 * back but by a higher one.
 */
const versioned = (version: number) => ({
  version_type: 'external_gte',
  version: String(version),
});

const toBody = (document: SearchDocument): object => ({
  terms: searchTerms(document),
  name: document.name,
  visibility: document.visibility,
  standing: standing(document) - LOWEST_STANDING,
  document,
});

interface Searched {
  readonly ask: AskDomain;
  readonly index: string;
}

async function search(searched: Searched, query: SearchQuery, now: Date): Promise<SearchResult> {
  const text = parseSearchText(significantText(query.text));
  const found = await searchBy(searched, planSearch(text), query, now);
  if (found.total > 0) return found;
  const corrected = correct(text, await vocabularyFor(searched, text, query.sees));
  return corrected ? searchBy(searched, planSearch(corrected), query, now) : found;
}

async function searchBy(
  { ask, index }: Searched,
  plan: SearchPlan,
  { from, size, sees }: SearchQuery,
  now: Date,
): Promise<SearchResult> {
  if (plan.tiers.length === 0) return { total: 0, hits: [] };
  const to = Math.min(from + size, MOST_FOUND);
  const { body } = await ask({
    method: 'POST',
    path: `/${index}/_search`,
    body: {
      query: scored(plan, sees),
      sort: ['_score', 'name'],
      from: Math.min(from, to),
      size: Math.max(0, to - from),
      track_total_hits: MOST_FOUND,
      _source: ['document'],
    },
    answers: [NOT_THERE],
  });
  const { total, hits } = hitsOf(body);
  return { total: Math.min(total, MOST_FOUND), hits: hits.map((hit) => toHit(hit, now)) };
}

interface Hit {
  readonly _score: number;
  readonly _source: { readonly document: SearchDocument };
}

interface Hits {
  readonly total: number;
  readonly hits: readonly Hit[];
}

/** There is no index before the first package. */
function hitsOf(body: Readonly<Record<string, unknown>>): Hits {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a search answers
  const { hits } = body as { hits?: { total?: { value: number }; hits: readonly Hit[] } };
  return { total: hits?.total?.value ?? 0, hits: hits?.hits ?? [] };
}

function toHit({ _score: score, _source: { document } }: Hit, now: Date): SearchHit {
  const order = score + LOWEST_STANDING;
  const gain = order - standing(document);
  return {
    document,
    score: { ...facts(document, now), text: 2 ** gain, final: finalScore(order, now) },
  };
}

/** All that finding the right spelling may ask, asked at once. */
async function vocabularyFor(
  { ask, index }: Searched,
  text: SearchText,
  sees: SearchQuery['sees'],
): Promise<Vocabulary> {
  const conditions = correctionQuestions(text);
  const found = new Map<string, readonly PackageName[]>();
  if (conditions.length > 0) {
    const lines = conditions.flatMap((condition) => [{ index }, bestNames(condition, sees)]);
    const { body } = await ask({
      method: 'POST',
      path: '/_msearch',
      body: `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`,
    });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one answer a search, in their order
    const responses = body['responses'] as readonly Readonly<Record<string, unknown>>[];
    for (const [at, condition] of conditions.entries()) {
      const names = hitsOf(responses[at] ?? {}).hits.map(({ _source }) => _source.document.name);
      found.set(JSON.stringify(condition), names);
    }
  }
  const namesOf = (condition: Condition) => found.get(JSON.stringify(condition)) ?? [];
  return { exists: (condition) => namesOf(condition).length > 0, names: namesOf };
}

const bestNames = (condition: Condition, sees: SearchQuery['sees']): object => ({
  query: {
    function_score: {
      query: { bool: { filter: [matching(condition), seenBy(sees)] } },
      field_value_factor: { field: 'standing' },
      boost_mode: 'replace',
    },
  },
  sort: ['_score', 'name'],
  size: SPELLINGS,
  _source: ['document'],
});
