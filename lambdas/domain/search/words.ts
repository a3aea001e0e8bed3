/** Characters of one word that count; the rest of a longer one is ignored. */
const WORD_LENGTH = 40;

/** Too common to say what a package is about. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  'a an and are as at be by for from in is it of on or that the this to with you your'.split(' '),
);

/** Chinese and Japanese put no spaces between words: there every character counts as one. */
const UNSPACED = String.raw`[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}]`;
const LETTER = String.raw`[\p{L}\p{N}]`;
const WORD = new RegExp(
  String.raw`[${LETTER}--${UNSPACED}][[${LETTER}\p{M}]--${UNSPACED}]*|[${LETTER}&&${UNSPACED}]`,
  'gv',
);

/** What two spellings of a text have in common: no capitals, no accents, no full-width forms. */
export const fold = (text: string): string =>
  text
    .toWellFormed()
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036F]/g, '')
    .normalize('NFC');

/** The words of a text as typed, in order; punctuation and emoji are none. */
export const toWords = (text: string): readonly string[] =>
  Array.from(fold(text).matchAll(WORD), ([word]) => word.slice(0, WORD_LENGTH).toWellFormed());

export const isStopWord = (word: string): boolean => STOP_WORDS.has(word);

/** Singular and plural are one word to search: `plugins` finds `plugin`. `express` stays what it is. */
export const stem = (word: string): string =>
  word.length > 3 && /[^sui]s$/.test(word) ? word.slice(0, -1) : word;

/** All beginnings of a word, for searches while somebody types, up to `longest` characters. */
export function beginnings(word: string, longest: number): readonly string[] {
  const characters = Array.from(word).slice(0, longest);
  return characters.map((_, end) => characters.slice(0, end + 1).join(''));
}

/**
 * The word with each of its characters left out. Two words that are one slip apart share one of these
 * or are one, so looking them up finds typos without comparing with every word there is.
 */
export function omissions(word: string): readonly string[] {
  const characters = Array.from(word);
  return characters.map((_, index) => characters.toSpliced(index, 1).join(''));
}
