import { type PackageName, scopeOf } from '#domain/package-name.ts';

/** What a pattern may be written with. */
export const PATTERN = /^(?:\*|@?[\w.~*-]+(?:\/[\w.~*-]+)?)$/;

/** Whether a package is meant by `left-pad`, `eslint-*`, `@acme` or `@acme/*`; a star stands for any characters. */
export function isMeant(name: PackageName, pattern: string): boolean {
  if (!pattern.includes('*')) return name === pattern || scopeOf(name) === pattern;
  return new RegExp(
    `^${pattern
      .split('*')
      .map((part) => RegExp.escape(part))
      .join('.*')}$`,
  ).test(name);
}
