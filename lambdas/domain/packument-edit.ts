import * as v from 'valibot';

import { parseTag } from './dist-tag.ts';
import { conflict, invalid } from './errors.ts';
import { type Package, type Release, revision } from './package.ts';
import { highestVersion, type Version } from './version.ts';

/** What clients send back when they change a document that they read: all of it, or parts. */
export const EditedDocument = v.looseObject({
  _rev: v.optional(v.string()),
  'dist-tags': v.optional(v.record(v.string(), v.string())),
  versions: v.optional(
    v.record(v.string(), v.looseObject({ deprecated: v.optional(v.unknown()) })),
  ),
  maintainers: v.optional(
    v.array(v.looseObject({ name: v.string('every maintainer needs a name') })),
  ),
  users: v.optional(v.record(v.string(), v.unknown())),
});
export type EditedDocument = v.InferOutput<typeof EditedDocument>;

/** yarn 1 sends `undefined` as revision and half a list of owners; only the right one may write. */
export function checkRevision(pkg: Package, rev: string | undefined): void {
  if (rev === revision(pkg)) return;
  throw conflict(
    `${pkg.name} has changed since it was read (revision ${revision(pkg)}, the request names ${rev ?? 'none'}): read it again and repeat the command`,
  );
}

/** A version whose deprecation changes; no message takes it back. */
export interface Deprecation {
  readonly version: Version;
  readonly message: string | undefined;
}

/** What is known of a version before its deprecation changes. */
export interface Deprecated {
  readonly version: Version;
  readonly deprecated?: string | undefined;
}

/** Versions whose deprecation the document changes. */
export function deprecationChanges(
  document: EditedDocument,
  releases: readonly Deprecated[],
): readonly Deprecation[] {
  return releases.flatMap(({ version, deprecated }) => {
    const message = wantedDeprecation(document, version);
    return message === KEEP || message === deprecated ? [] : [{ version, message }];
  });
}

const KEEP = Symbol('keep');
const LONGEST_DEPRECATION = 1024;

function wantedDeprecation(
  { versions }: EditedDocument,
  version: Version,
): string | undefined | typeof KEEP {
  const edited = versions?.[version];
  if (!edited) return KEEP;
  const { deprecated } = edited;
  if (deprecated === undefined || deprecated === '' || deprecated === false) return undefined;
  if (typeof deprecated !== 'string' || deprecated.length > LONGEST_DEPRECATION) {
    throw invalid(`a deprecation is a text of up to ${LONGEST_DEPRECATION} characters`);
  }
  return deprecated;
}

/** Versions that the document left out: `npm unpublish` says what goes by sending what stays. */
export function removedVersions(
  document: EditedDocument,
  releases: readonly Release[],
): readonly Version[] {
  const { versions } = document;
  if (!versions) return [];
  const unknown = Object.keys(versions).filter((key) =>
    releases.every(({ version }) => version !== key),
  );
  if (unknown.length > 0) {
    throw invalid(`versions can't be added this way (${unknown.join(', ')}): publish them`);
  }
  return releases.map(({ version }) => version).filter((version) => !(version in versions));
}

/**
 * The dist-tags once these versions are gone: tags that named one go too, but `latest` moves where the
 * client says or to the highest version that is left.
 */
export function tagsWithout(
  pkg: Package,
  removed: readonly Version[],
  kept: readonly Version[],
  wantedLatest: string | undefined,
): Readonly<Record<string, Version>> {
  const tags = Object.entries(pkg.distTags).filter(([, version]) => !removed.includes(version));
  const rest = Object.fromEntries(tags);
  if (rest['latest'] !== undefined) return rest;
  const latest = kept.find((version) => version === wantedLatest) ?? highestVersion(kept);
  return latest === undefined ? rest : { ...rest, [parseTag('latest')]: latest };
}
