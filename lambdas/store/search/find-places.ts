import type { Visibility } from '#domain/package.ts';
import { correct, type Vocabulary } from '#domain/search/correction.ts';
import { type Condition, planSearch, type SearchPlan } from '#domain/search/search-plan.ts';
import { parseSearchText } from '#domain/search/search-text.ts';
import { idTerm, ownerTerm, scopeTerm, type Term } from '#domain/search/term.ts';
import type { SearchQuery, SeenScope } from '#store/search-index.ts';

import { matchExpression } from './match-expression.ts';
import { lead, type Rank, RANKS } from './rank.ts';
import { MOST_FOUND, type SearchReader } from './search-reader.ts';

/** What a search finds, documents aside. */
export interface Found {
  readonly total: number;
  readonly places: readonly Place[];
}

export interface Place {
  readonly rank: Rank;
  /** What the match is worth. */
  readonly gain: number;
  /** Rank and gain in one, the lower the earlier. */
  readonly order: number;
}

/** A part of the index that the searcher may see, and the condition on it. */
interface Section {
  readonly visibility: Visibility;
  readonly match: (condition: Condition) => string;
}

/** Names to look at for the right spelling of a word. */
const SPELLINGS = 20;

/** Where the packages of one page are. */
export function findPlaces(reader: SearchReader, query: SearchQuery): Found {
  const text = parseSearchText(query.text);
  const found = findByPlan(reader, query, planSearch(text));
  if (found.total > 0) return found;
  const corrected = correct(text, vocabularyFor(reader, query.sees));
  return corrected ? findByPlan(reader, query, planSearch(corrected)) : found;
}

function vocabularyFor(reader: SearchReader, sees: SearchQuery['sees']): Vocabulary {
  const ranks = (condition: Condition, limit: number) =>
    sectionsFor(sees, []).flatMap(({ visibility, match }) =>
      reader.list(match(condition), RANKS[visibility], limit),
    );
  return {
    exists: (condition) => ranks(condition, 1).length > 0,
    names: (condition) =>
      ranks(condition, SPELLINGS).flatMap((rank) => reader.read(rank)?.name ?? []),
  };
}

function findByPlan(reader: SearchReader, query: SearchQuery, plan: SearchPlan): Found {
  const { from, size, sees } = query;
  const to = Math.min(from + size, MOST_FOUND);
  const parts = sectionsFor(sees, plan.without).map((section) =>
    findInSection(reader, plan, section, to),
  );
  const places = parts.flatMap((part) => part.places).toSorted((a, b) => a.order - b.order);
  const total = parts.reduce((sum, part) => sum + part.total, 0);
  return { total: Math.min(total, MOST_FOUND), places: places.slice(from, to) };
}

function sectionsFor(sees: SearchQuery['sees'], without: readonly Term[]): readonly Section[] {
  const match = (condition: Condition) => matchExpression(condition, without);
  const open: Section = { visibility: 'public', match };
  if (sees === 'public') return [open];
  if (sees === 'everything') return [open, { visibility: 'private', match }];
  const own = { some: [ownerTerm(sees.maintainer), ...(sees.scopes ?? []).flatMap(seenOf)] };
  return [open, { visibility: 'private', match: (condition) => match({ all: [condition, own] }) }];
}

/** A name that is not written in small letters is no new one, and none of an organization. */
function seenOf({ scope, all, packages }: SeenScope): readonly Condition[] {
  const ids = packages.map(idTerm);
  return all ? [{ but: scopeTerm(scope), without: ids }] : ids;
}

/**
 * The best places of a section. Each tier's list is in the order of ranks, so its first `wanted` are
 * enough: whatever comes after them comes after `wanted` others in the answer as well.
 */
function findInSection(
  reader: SearchReader,
  { tiers }: SearchPlan,
  { visibility, match }: Section,
  wanted: number,
): Found {
  const range = RANKS[visibility];
  const widest = tiers.at(-1);
  const total = widest ? reader.count(match(widest.condition), range) : 0;
  const seen = new Set<Rank>();
  let places: readonly Place[] = [];
  for (const { gain, condition } of tiers) {
    if (seen.size === total) break;
    const worst = places[wanted - 1]?.order ?? Infinity;
    const to = Math.min(range.to, range.from + worst + lead(gain));
    if (to <= range.from) continue;
    const ranks = reader.list(match(condition), { from: range.from, to }, wanted);
    const added = ranks.filter((rank) => !seen.has(rank));
    for (const rank of added) seen.add(rank);
    const more = added.map((rank) => ({ rank, gain, order: rank - range.from - lead(gain) }));
    places = [...places, ...more].toSorted((a, b) => a.order - b.order).slice(0, wanted);
  }
  return { total, places };
}
