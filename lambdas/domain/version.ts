import semver from 'semver';

import { invalid } from './errors.ts';

/** A version as semver writes it: no leading `v`, no build metadata. */
export type Version = string & { readonly __brand: 'Version' };

/** The version if it is one, in exactly semver's own spelling. */
export function asVersion(text: string): Version | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place a version earns its brand
  return semver.valid(text) === text ? (text as Version) : undefined;
}

/** Strict: npm cleans versions before it sends them, and two spellings of one version must not coexist. */
export function parseVersion(text: string): Version {
  const version = asVersion(text);
  if (version) return version;
  const clean = semver.valid(text);
  throw invalid(
    clean
      ? `"${text}" must be written as ${clean}: a version has no leading "v" and no build metadata here`
      : `"${text}" is not a valid version: use semantic versioning, such as 1.2.3 or 2.0.0-beta.1`,
  );
}

/** semver's spelling of a package.json's version, which may carry build metadata or a `v`. */
export const cleanVersion = (text: string): string | null => semver.clean(text);

export const compareVersions = (a: string, b: string): number => semver.compareBuild(a, b);

/** The highest first. Each is read once: to compare texts would read thousands of them many times. */
export function fromHighest(versions: readonly string[]): readonly string[] {
  return versions
    .map((version) => new semver.SemVer(version))
    .toSorted((a, b) => b.compare(a))
    .map(({ version }) => version);
}

/** The highest release, or the highest prerelease where nothing else is left. */
export function highestVersion(versions: readonly Version[]): Version | undefined {
  const sorted = versions.toSorted(compareVersions);
  return sorted.findLast((version) => semver.prerelease(version) === null) ?? sorted.at(-1);
}

/** Words, which most tags are, can be no range: to look first spares them semver's exception. */
const RANGE_BEGINS = /^(?:$|[\s\d*<>=~^|vx])/i;

export const isRange = (text: string): boolean =>
  RANGE_BEGINS.test(text) && semver.validRange(text) !== null;

/** The highest version that a range allows. */
export function bestMatch(versions: readonly Version[], range: string): Version | undefined {
  return semver.maxSatisfying([...versions], range) ?? undefined;
}
