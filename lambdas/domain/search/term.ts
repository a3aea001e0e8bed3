import { fold } from './words.ts';

/**
 * One thing that can be asked of a package, such as `name:react` or `scope:acme`. An index only ever
 * compares terms for equality. They are free of spaces and quotes whatever they are made from.
 */
export type Term = string;

/** Characters of a keyword, name or scope that count. */
const VALUE_LENGTH = 220;

/** Lossless for anything without spaces, in ASCII. */
const encode = (value: string): string =>
  encodeURIComponent(value.slice(0, VALUE_LENGTH).trim().toWellFormed().replaceAll(/\s+/g, '-'))
    // encodeURIComponent leaves these, and no tokenizer needs to know them.
    .replaceAll(/[!'()*~]/g, (mark) => `%${mark.codePointAt(0)?.toString(16)}`);

/** Every package has it. */
export const EVERY: Term = 'every:package';

/** A word, as {@link stem} leaves it, by where it stands. Each contains what the one before does. */
export const nameTerm = (word: string): Term => `name:${word}`;
export const topicTerm = (word: string): Term => `topic:${word}`;
export const anyTerm = (word: string): Term => `any:${word}`;

/** All words of the name in one, and how it begins: `reactdom` for `react-dom` and `@acme/react.dom`. */
export const wholeTerm = (joined: string): Term => `whole:${joined}`;
export const startTerm = (beginning: string): Term => `start:${beginning}`;

/** A word of the name with one character left out. */
export const slipTerm = (omission: string): Term => `slip:${omission}`;

/** The full name, exactly but for capitals. */
export const idTerm = (name: string): Term => `id:${encode(name.toLowerCase())}`;

export const scopeTerm = (scope: string): Term => `scope:${encode(scope.toLowerCase())}`;
export const scopeStartTerm = (start: string): Term => `scope-start:${encode(start.toLowerCase())}`;
export const keywordTerm = (keyword: string): Term => `keyword:${encode(fold(keyword))}`;
export const maintainerTerm = (user: string): Term => `maintainer:${encode(user.toLowerCase())}`;
export const authorTerm = (user: string): Term => `author:${encode(user.toLowerCase())}`;

/** A quality that `is:` and `not:` ask for; one that nobody knows is what no package is. */
export const traitTerm = (trait: string): Term => `is:${encode(trait.toLowerCase())}`;

/** Who may see a private package. Hexadecimal: an index that ignores capitals must not mix users up. */
export const ownerTerm = (user: string): Term => `owner:${Buffer.from(user).toString('hex')}`;
