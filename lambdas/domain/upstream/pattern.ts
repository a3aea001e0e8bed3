import { type PackageName, scopeOf } from '#domain/package-name.ts';

/** What a pattern may be written with. */
export const PATTERN = /^(?:\*|@?[\w.~*-]+(?:\/[\w.~*-]+)?)$/;

/** Whether a package is meant by `left-pad`, `eslint-*`, `@acme` or `@acme/*`. */
export const isMeant = (name: PackageName, pattern: string): boolean =>
  matchesPattern(name, pattern) || (!pattern.includes('*') && scopeOf(name) === pattern);

/** Whether a text is what a pattern says; a star stands for any characters. */
export function matchesPattern(text: string, pattern: string): boolean {
  if (!pattern.includes('*')) return text === pattern;
  return new RegExp(
    `^${pattern
      .split('*')
      .map((part) => RegExp.escape(part))
      .join('.*')}$`,
  ).test(text);
}
