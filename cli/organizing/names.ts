import { asPackageName, type PackageName } from '#domain/package-name.ts';

import { UsageError } from '../command/failure.ts';

/** An organization's name as it stands in a path, whether it was written with the @ of its scope or not. */
export const orgIn = (text: string): string => encodeURIComponent(text.replace(/^@/, ''));

/** `acme:core` or `@acme:core`, as `acme/core`. */
export function teamIn(text: string): string {
  const [org = '', team = '', ...more] = text.split(':');
  if (org === '' || team === '' || more.length > 0) {
    throw new UsageError(`"${text}" is no team: write it like acme:core`);
  }
  return `${orgIn(org)}/${encodeURIComponent(team)}`;
}

export function packageNamed(text: string): PackageName {
  const name = asPackageName(text);
  if (name) return name;
  throw new UsageError(`"${text}" is not the name of a package`);
}

export const escaped = (name: PackageName): string => name.replace('/', '%2f');

/** What npm calls a developer is a member in its own words. */
export const toWireRole = (role: string): string => (role === 'member' ? 'developer' : role);
export const fromWireRole = (role: string): string => (role === 'developer' ? 'member' : role);
