import type { Here } from './door.ts';
import type { Dist, LeftOut, SourcePackage, SourceVersion } from './source.ts';

/** What of a package is still to be brought. */
export interface Difference {
  readonly present: readonly SourceVersion[];
  readonly todo: readonly SourceVersion[];
  readonly leftOut: readonly LeftOut[];
  readonly gone: readonly string[];
  /** Texts for versions that are here. */
  readonly deprecated: Readonly<Record<string, string>>;
  /** Whether a tag is not as it is there. */
  readonly tags: boolean;
}

const age = ({ publishedAt = '' }: SourceVersion): string => publishedAt;

/** The versions that tags name come first, so that tags are right as soon as the package is seen. */
export function differenceOf(pkg: SourcePackage, here: Here): Difference {
  const taken = new Set(here.taken);
  const tagged = new Set(Object.values(pkg.tags));
  const present: SourceVersion[] = [];
  const todo: SourceVersion[] = [];
  const leftOut: LeftOut[] = [];
  for (const version of pkg.versions) {
    const there = here.versions[version.version];
    const reason = taken.has(version.version)
      ? 'its number is unpublished or staged here, and can not be used'
      : there && conflictOf(version.dist, there);
    if (reason !== undefined) leftOut.push({ version: version.version, reason });
    else if (there && isSame(version.dist, there)) present.push(version);
    else todo.push(version);
  }
  return {
    present,
    todo: todo.toSorted(
      (a, b) =>
        Number(tagged.has(b.version)) - Number(tagged.has(a.version)) ||
        age(a).localeCompare(age(b)),
    ),
    leftOut,
    gone: pkg.gone.filter((number) => !taken.has(number) && !(number in here.versions)),
    deprecated: Object.fromEntries(
      present
        .filter(({ version }) => here.versions[version]?.deprecated === undefined)
        .flatMap(({ version, deprecated }) =>
          deprecated === undefined ? [] : [[version, deprecated]],
        ),
    ),
    tags: Object.entries(pkg.tags).some(([tag, version]) => here.tags[tag] !== version),
  };
}

type There = Here['versions'][string];

function conflictOf(dist: Dist, there: There): string | undefined {
  if (isSame(dist, there) || !isKnown(dist)) return undefined;
  const said = dist.integrity ?? dist.shasum;
  return `it is here with another content: ${there.integrity} here, ${said} there`;
}

const sha512Of = ({ integrity }: Dist): readonly string[] =>
  integrity?.split(/\s+/).filter((hash) => hash.startsWith('sha512-')) ?? [];

const isKnown = (dist: Dist): boolean => sha512Of(dist).length > 0 || dist.shasum !== undefined;

/** By the stronger of what the source knows. */
export function isSame(
  dist: Dist,
  { integrity, shasum }: { integrity: string; shasum: string },
): boolean {
  const strong = sha512Of(dist);
  if (strong.length > 0) return strong.includes(integrity);
  return dist.shasum?.toLowerCase() === shasum;
}

export const isSameOrUnknown = (dist: Dist, actual: There): boolean =>
  isSame(dist, actual) || !isKnown(dist);
