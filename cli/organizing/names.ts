import * as v from 'valibot';

import { isJsonObject } from '#domain/manifest.ts';
import { asPackageName, type PackageName } from '#domain/package-name.ts';

import { UsageError } from '../command/failure.ts';

/** By name: what somebody is or may. An array has no names. */
export const ByName = v.pipe(
  v.custom<object>(isJsonObject, 'it is no object'),
  v.record(v.string(), v.string()),
);

/** Any registry's: what it is more exactly is for the registry to say, which is not asked about a typing error. */
const NAME = /^(?!\.+$)[^\s/\\@:?#%<>"']+$/;

/** An organization's name, whether it was written with the @ of its scope or not. */
export function orgNamed(text: string): string {
  const name = text.replace(/^@/, '');
  if (NAME.test(name)) return name;
  throw new UsageError(`"${text}" is no organization: write it like acme or @acme`);
}

/** The same as it stands in a path. */
export const orgIn = (text: string): string => encodeURIComponent(orgNamed(text));

export function userNamed(text: string): string {
  if (NAME.test(text)) return text;
  throw new UsageError(`"${text}" is not the name of a user`);
}

/** What a list shows for one to be chosen by, as it stands in a path. */
export function keyIn(text: string): string {
  if (NAME.test(text)) return encodeURIComponent(text);
  throw new UsageError(`"${text}" is none that a list shows`);
}

/** `acme:core` or `@acme:core`, as `acme/core`. */
export function teamIn(text: string): string {
  const [org = '', team = '', ...more] = text.split(':');
  if (!NAME.test(org.replace(/^@/, '')) || !NAME.test(team) || more.length > 0) {
    throw new UsageError(`"${text}" is no team: write it like acme:core`);
  }
  return `${orgIn(org)}/${encodeURIComponent(team)}`;
}

export function packageNamed(text: string): PackageName {
  const name = asPackageName(text);
  if (name) return name;
  throw new UsageError(`"${text}" is not the name of a package`);
}

/** A package, or all of a scope. */
export const grantedNamed = (text: string): string =>
  /^@[^/\s]+\/\*$/.test(text) ? text : packageNamed(text);

export const escaped = (name: PackageName): string => name.replace('/', '%2f');

/** What npm calls a developer is a member in its own words. */
export const toWireRole = (role: string): string => (role === 'member' ? 'developer' : role);
export const fromWireRole = (role: string): string => (role === 'developer' ? 'member' : role);
