import { LONGEST_BEGINNING } from './search-terms.ts';
import {
  authorTerm,
  keywordTerm,
  maintainerTerm,
  scopeStartTerm,
  scopeTerm,
  type Term,
  traitTerm,
} from './term.ts';
import { toWords } from './words.ts';

/** How much of what was typed counts; the rest is ignored. */
const TEXT_LENGTH = 300;
const WORDS = 8;
const FILTERS = 12;

/** A search as it was meant. */
export interface SearchText {
  /** Whether nothing was typed at all: that finds everything. */
  readonly isEmpty: boolean;
  /** What was typed beside qualifiers, if it could be a package's name. */
  readonly name: string | undefined;
  readonly words: readonly string[];
  readonly filters: readonly Filter[];
  /** Whether the package of exactly that name comes first. */
  readonly boostExact: boolean;
}

/** A package passes with any of the terms, or, where `not` is set, with none. */
export interface Filter {
  readonly not: boolean;
  readonly terms: readonly Term[];
}

type Reader = (value: string) => readonly Filter[];

const need = (...terms: readonly Term[]): readonly Filter[] => [{ not: false, terms }];

/** The qualifiers that the public registry documents, and a few that are asked for as often. */
const QUALIFIERS: Readonly<Record<string, Reader>> = {
  author: (user) => need(authorTerm(user)),
  is: (trait) => need(traitTerm(trait)),
  keyword: readKeywords,
  keywords: readKeywords,
  maintainer: (user) => need(maintainerTerm(user)),
  not: (trait) => [{ not: true, terms: [traitTerm(trait)] }],
  scope: (scope) => need(scopeTerm(scope.replace(/^@/, ''))),
  'boost-exact': () => [],
};

const QUALIFIER = /^([a-z-]+):(.*)$/s;
const SCOPED = /^@([^/]+)(\/?)(.*)$/s;

/** The part of what was typed that counts. */
export const significantText = (typed: string): string =>
  typed.slice(0, TEXT_LENGTH).toWellFormed().trim();

/** What a {@link significantText} means, which may be anything. */
export function parseSearchText(text: string): SearchText {
  const chunks = text.split(/[\s\0]+/).filter(Boolean);
  const qualifiers = chunks.filter((chunk) => readerOf(chunk) !== undefined);
  const plain = chunks.filter((chunk) => readerOf(chunk) === undefined);
  const filters = [...qualifiers.flatMap(readQualifier), ...plain.flatMap(readScope)];
  return {
    isEmpty: text === '',
    name: plain.length === 1 ? plain[0] : undefined,
    words: plain.flatMap((chunk) => toWords(chunk.replace(SCOPED, '$3'))).slice(0, WORDS),
    filters: filters.slice(0, FILTERS),
    boostExact: !qualifiers.includes('boost-exact:false'),
  };
}

function readerOf(chunk: string): Reader | undefined {
  const key = QUALIFIER.exec(chunk)?.[1] ?? '';
  return Object.hasOwn(QUALIFIERS, key) ? QUALIFIERS[key] : undefined;
}

/** A qualifier without a value is still being typed. */
function readQualifier(chunk: string): readonly Filter[] {
  const value = chunk.slice(chunk.indexOf(':') + 1);
  return value === '' ? [] : (readerOf(chunk)?.(value) ?? []);
}

/** `@acme/x` is x in that scope; `@ac` is a scope that is still being typed. */
function readScope(chunk: string): readonly Filter[] {
  const [, scope, slash] = SCOPED.exec(chunk) ?? [];
  if (scope === undefined) return [];
  if (slash) return need(scopeTerm(scope));
  return need(scopeStartTerm(Array.from(scope).slice(0, LONGEST_BEGINNING).join('')));
}

/** `a,b` is a or b, `a+b` is both, `-c` is not c: as the public registry has it. */
function readKeywords(value: string): readonly Filter[] {
  return value.split('+').flatMap((part) => {
    const given = part.split(',').filter((keyword) => /[^-]/.test(keyword));
    const wanted = given.filter((keyword) => !keyword.startsWith('-'));
    const unwanted = given.filter((keyword) => keyword.startsWith('-'));
    return [
      { not: false, terms: wanted.map(keywordTerm) },
      { not: true, terms: unwanted.map((keyword) => keywordTerm(keyword.slice(1))) },
    ].filter(({ terms }) => terms.length > 0);
  });
}
