import type { PackageName } from '#domain/package-name.ts';

import type { Condition } from './search-plan.ts';
import { SHORTEST_SLIP } from './search-terms.ts';
import type { SearchText } from './search-text.ts';
import { anyTerm, nameTerm, slipTerm } from './term.ts';
import { isStopWord, omissions, stem, toWords } from './words.ts';

/** The packages that a searcher may see: corrections must not tell of others. */
export interface Vocabulary {
  exists(condition: Condition): boolean;
  /** Names of the best packages that meet the condition. */
  names(condition: Condition): readonly PackageName[];
}

/** The text with every word that nobody uses replaced by a name's word that is one slip away. */
export function correct(text: SearchText, vocabulary: Vocabulary): SearchText | undefined {
  const words: string[] = [];
  for (const word of text.words) {
    const right = correctWord(word, vocabulary);
    if (right === undefined) return undefined;
    words.push(right);
  }
  if (words.every((word, index) => word === text.words[index])) return undefined;
  return { ...text, words, name: words.length === 1 ? words[0] : undefined };
}

/** All that {@link correct} may ask of a text: who can't be asked in between answers these beforehand. */
export const correctionQuestions = (text: SearchText): readonly Condition[] =>
  text.words.map(stem).flatMap((word) => [anyTerm(word), almost(word)]);

function correctWord(typed: string, vocabulary: Vocabulary): string | undefined {
  const word = stem(typed);
  if (isStopWord(typed) || vocabulary.exists(anyTerm(word))) return typed;
  if (word.length < SHORTEST_SLIP) return undefined;
  const found = vocabulary.names(almost(word)).flatMap(toWords).map(stem);
  return commonest(found.filter((other) => isNear(word, other)));
}

/** Has, in its name, a word that is one slip away: a character too much, too few, wrong, or two swapped. */
function almost(word: string): Condition {
  const shorter = [...new Set(omissions(word))];
  return { some: [slipTerm(word), ...shorter.map(nameTerm), ...shorter.map(slipTerm)] };
}

function isNear(word: string, other: string): boolean {
  const shorter = omissions(word);
  const otherShorter = omissions(other);
  return (
    shorter.includes(other) ||
    otherShorter.includes(word) ||
    shorter.some((omission) => otherShorter.includes(omission))
  );
}

function commonest(words: readonly string[]): string | undefined {
  const times = (word: string) => words.filter((other) => other === word).length;
  return words.toSorted((a, b) => times(b) - times(a))[0];
}
