import { LONGEST_BEGINNING } from './search-terms.ts';
import type { SearchText } from './search-text.ts';
import {
  anyTerm,
  EVERY,
  idTerm,
  nameTerm,
  startTerm,
  type Term,
  topicTerm,
  wholeTerm,
} from './term.ts';
import { isStopWord, stem } from './words.ts';

/** What a package must have to be found. */
export type Condition =
  | Term
  | { readonly all: readonly Condition[] }
  | { readonly some: readonly Condition[] }
  | { readonly but: Condition; readonly without: readonly Term[] };

/** One way to match, and what it is worth: each unit of `gain` doubles a package's score. */
export interface Tier {
  readonly gain: number;
  readonly condition: Condition;
}

/** Ways to match, and what all of them must and must not have. */
export interface SearchPlan {
  /** Best first; none where nothing can be found, as by mere punctuation. The last finds all that the others do. */
  readonly tiers: readonly Tier[];
  /** What a package must not have. */
  readonly without: readonly Term[];
}

/** No sum of other gains and facts outweighs the name itself, not even being deprecated. */
const SAME_NAME = 48;

/** What matching is worth by where; the distance between two is several years of maintenance. */
const GAIN = { whole: 8, firstWords: 6.5, start: 5, name: 3.5, topic: 2, any: 0 } as const;

/** How to find what a text asks for. */
export function planSearch(text: SearchText): SearchPlan {
  const required = text.filters.filter(({ not }) => !not).map(({ terms }) => anyOf(terms));
  return {
    tiers: tiersOf(text).map(({ gain, condition }) => ({
      gain,
      condition: within(condition, required),
    })),
    without: text.filters.filter(({ not }) => not).flatMap(({ terms }) => terms),
  };
}

const anyOf = (terms: readonly Condition[]): Condition =>
  terms.length === 1 && terms[0] !== undefined ? terms[0] : { some: terms };

const allOf = (terms: readonly Condition[]): Condition =>
  terms.length === 1 && terms[0] !== undefined ? terms[0] : { all: terms };

/** Beside a filter, asking for what every package has only costs time. */
const within = (condition: Condition, required: readonly Condition[]): Condition =>
  allOf(condition === EVERY && required.length > 0 ? required : [condition, ...required]);

function tiersOf(text: SearchText): readonly Tier[] {
  const { words, name, boostExact, isEmpty, filters } = text;
  const byName =
    name !== undefined && boostExact ? [{ gain: SAME_NAME, condition: idTerm(name) }] : [];
  if (words.length > 0) return [...byName, ...wordTiers(words, boostExact)];
  const listsAll = isEmpty || filters.length > 0;
  return listsAll ? [...byName, { gain: GAIN.any, condition: EVERY }] : byName;
}

function wordTiers(words: readonly string[], boostExact: boolean): readonly Tier[] {
  const meant = meaningful(words);
  const joined = words.join('');
  const whole = wholeTerm(joined);
  const named = meant.map(nameTerm);
  // A longer text is no beginning that the index knows.
  const starts = Array.from(joined).length <= LONGEST_BEGINNING ? [startTerm(joined)] : [];
  const anywhere = allOf(meant.map(anyTerm));
  return [
    ...(boostExact ? [{ gain: GAIN.whole, condition: whole }] : []),
    ...starts.flatMap((start) => [
      { gain: GAIN.firstWords, condition: { all: [start, ...named] } },
      { gain: GAIN.start, condition: start },
    ]),
    { gain: GAIN.name, condition: allOf(named) },
    { gain: GAIN.topic, condition: allOf(meant.map(topicTerm)) },
    // One word alone finds the names that it is or begins; `web pack` has to find webpack.
    {
      gain: GAIN.any,
      condition: words.length === 1 ? anywhere : { some: [anywhere, whole, ...starts] },
    },
  ];
}

function meaningful(words: readonly string[]): readonly string[] {
  const telling = words.filter((word) => !isStopWord(word));
  return [...new Set((telling.length > 0 ? telling : words).map(stem))];
}
