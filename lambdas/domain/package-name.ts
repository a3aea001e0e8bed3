import validateName from 'validate-npm-package-name';

import { invalid } from './errors.ts';

/** A valid npm package name, scope included; only {@link parsePackageName} makes one. */
export type PackageName = string & { readonly __brand: 'PackageName' };

/** Characters of a name that any registry gave out. */
const LONGEST = 214;

/** The name if a package could ever have had it, with or without scope, already decoded. */
export function asPackageName(name: string): PackageName | undefined {
  // The validator throws at half a character.
  if (name.length > LONGEST || !name.isWellFormed()) return undefined;
  const { validForOldPackages } = validateName(name);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place a name earns its brand
  return validForOldPackages ? (name as PackageName) : undefined;
}

/** A name to look up: old packages may have names that npm no longer gives out. */
export function parsePackageName(name: string): PackageName {
  const parsed = asPackageName(name);
  if (!parsed) throw invalid(`"${name}" is not a valid package name: ${reasons(name)}`);
  return parsed;
}

/** A name to claim, by the rules for new packages. */
export function parseNewPackageName(name: string): PackageName {
  const parsed = parsePackageName(name);
  if (!validateName(name).validForNewPackages) {
    throw invalid(`"${name}" can't be used for a new package: ${reasons(name)}`);
  }
  return parsed;
}

function reasons(name: string): string {
  if (!name.isWellFormed()) return 'name can only contain whole characters';
  const result = validateName(name);
  if (result.validForNewPackages) return '';
  return [...(result.errors ?? []), ...(result.warnings ?? [])].join('; ');
}

/** `@scope`, or undefined for a plain name. */
export function scopeOf(name: PackageName): string | undefined {
  return name.startsWith('@') ? name.slice(0, name.indexOf('/')) : undefined;
}

/** The name that a new package would have to have instead: only old ones differ from it. */
export const lowerCased = (name: PackageName): PackageName =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- case makes no valid name invalid
  name.toLowerCase() as PackageName;

/** The name without its scope: what tarball files are called after. */
export function unscopedName(name: PackageName): string {
  return name.slice(name.indexOf('/') + 1);
}

/**
 * What names have in common that a hasty reader takes for each other: case, dashes, dots and
 * underscores do not count. `Foo_Bar` and `foo-bar` share a key, and so do `@my-org/x` and `@myorg/x`.
 */
export function lookAlikeKey(name: string): string {
  return name.toLowerCase().replaceAll(/[-._]/g, '');
}
