import { scopeOf, unscopedName } from '#domain/package-name.ts';

import { isUnstable, type Searchable } from './searchable.ts';
import {
  anyTerm,
  authorTerm,
  EVERY,
  idTerm,
  keywordTerm,
  maintainerTerm,
  nameTerm,
  ownerTerm,
  scopeStartTerm,
  scopeTerm,
  slipTerm,
  startTerm,
  type Term,
  topicTerm,
  traitTerm,
  wholeTerm,
} from './term.ts';
import { beginnings, isStopWord, omissions, stem, toWords } from './words.ts';

/** Characters of a name by which it is found while somebody types; longer beginnings are not looked for. */
export const LONGEST_BEGINNING = 16;

/** Words shorter than this have too many neighbours to tell a typo. */
export const SHORTEST_SLIP = 4;

/** How much of what an author wrote counts. */
const DESCRIPTION_LENGTH = 1000;
const KEYWORDS = 50;

/** All terms that find a package. The same, changed, must be indexed anew: raise FORMAT. */
export function searchTerms(subject: Searchable): readonly Term[] {
  return [...new Set([EVERY, ...nameTerms(subject), ...wordTerms(subject), ...facts(subject)])];
}

/** Raised whenever {@link searchTerms} or the standing of packages changes, so that an index is built anew. */
export const FORMAT = 2;

function nameTerms({ name }: Searchable): readonly Term[] {
  const own = toWords(unscopedName(name));
  const all = toWords(name);
  const joined = own.join('');
  const typed = [joined, ...all].flatMap((word) => beginnings(word, LONGEST_BEGINNING));
  return [
    idTerm(name),
    ...[joined, all.join('')].flatMap((whole) => [wholeTerm(whole), anyTerm(stem(whole))]),
    ...beginnings(joined, LONGEST_BEGINNING).map(startTerm),
    ...typed.map(anyTerm),
    ...all.map(stem).filter(isLong).flatMap(omissions).map(slipTerm),
  ];
}

const isLong = (word: string): boolean => word.length >= SHORTEST_SLIP;

function wordTerms({ name, keywords, description }: Searchable): readonly Term[] {
  const named = toWords(name).map(stem);
  const tagged = keywords.slice(0, KEYWORDS).flatMap(toWords).map(stem);
  const told = toWords(description.slice(0, DESCRIPTION_LENGTH))
    .filter((word) => !isStopWord(word))
    .map(stem);
  return [
    ...named.flatMap((word) => [nameTerm(word), topicTerm(word), anyTerm(word)]),
    ...tagged.flatMap((word) => [topicTerm(word), anyTerm(word)]),
    ...told.map(anyTerm),
  ];
}

function facts(subject: Searchable): readonly Term[] {
  const { maintainers, publisher, visibility } = subject;
  const users = maintainers.map((person) => person.name);
  return [
    ...scopeFacts(subject),
    ...subject.keywords.slice(0, KEYWORDS).map(keywordTerm),
    ...users.map(maintainerTerm),
    ...[publisher.name, ...users].map(authorTerm),
    ...(visibility === 'private' ? users.map(ownerTerm) : []),
    ...(isUnstable(subject.version) ? [traitTerm('unstable')] : []),
    ...(subject.deprecated ? [traitTerm('deprecated')] : []),
  ];
}

function scopeFacts({ name }: Searchable): readonly Term[] {
  const scope = scopeOf(name)?.slice(1);
  if (scope === undefined) return [];
  return [scopeTerm(scope), ...beginnings(scope, LONGEST_BEGINNING).map(scopeStartTerm)];
}
