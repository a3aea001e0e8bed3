import type { Json } from '#domain/manifest.ts';
import { type PackageName, parsePackageName } from '#domain/package-name.ts';
import { asVersion, cleanVersion, type Version } from '#domain/version.ts';

import { CommandError } from '../command/failure.ts';

/** What a package is called. */
export interface Identity {
  readonly name: PackageName;
  /** As semver writes it, without the build data that package.json may have. */
  readonly version: Version;
}

/** What a package.json calls its package; an error says which field of which file is wrong. */
export function identityOf({ name, version }: Json, file: string): Identity {
  return { name: nameIn(name, file), version: versionIn(version, file) };
}

function nameIn(name: unknown, file: string): PackageName {
  if (isMissing(name)) throw new CommandError(`${file} has no "name": give it one`);
  try {
    return parsePackageName(typeof name === 'string' ? name : JSON.stringify(name));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(`"name" in ${file} can't be used: ${reason}`, { cause });
  }
}

function versionIn(version: unknown, file: string): Version {
  if (isMissing(version)) {
    throw new CommandError(`${file} has no "version": give it one, such as 1.0.0`);
  }
  const found = typeof version === 'string' ? asVersion(cleanVersion(version) ?? '') : undefined;
  if (found) return found;
  throw new CommandError(
    `"version" in ${file} is ${JSON.stringify(version)}, which is no version: write one such as 1.2.3 or 2.0.0-beta.1`,
  );
}

const isMissing = (value: unknown): boolean =>
  value === undefined || value === null || value === '';
