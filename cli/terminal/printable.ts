import { stripVTControlCharacters } from 'node:util';

/** Everything that moves a cursor, and what turns the direction of writing round. */
const UNSEEN = /[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069]/gu;

/**
 * Text of others as a terminal may get it: whoever publishes a package writes its description, and must not write on the
 * screen of who reads it.
 */
export const printable = (text: string): string =>
  stripVTControlCharacters(text).replaceAll(UNSEEN, '');

/** The same in one line, so that nobody's text looks like the next entry of a list. */
export const oneLine = (text: string): string => printable(text).replaceAll(/\s+/g, ' ').trim();

/** All texts of an answer, names of its fields included. */
export function printableAnswer(value: unknown): unknown {
  if (typeof value === 'string') return printable(value);
  if (Array.isArray(value)) return value.map(printableAnswer);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [printable(name), printableAnswer(each)]),
  );
}

/** Colours, which are this command's own: nothing of others comes so far with any. */
const COLOUR = new RegExp(`(${String.fromCharCode(27)}\\[[\\d;]*m)`, 'u');

/** What this command says, colours included, without what else may be in it. */
export const shown = (text: string): string =>
  text
    .split(COLOUR)
    .map((part, at) => (at % 2 === 1 ? part : printable(part)))
    .join('');

/** JSON that is as harmless on a terminal: JSON.stringify escapes only some of it. */
export const printableJson = (value: unknown): string =>
  JSON.stringify(value, null, 2).replaceAll(
    /[^\P{Cc}\n]|[\u202A-\u202E\u2066-\u2069]/gu,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
