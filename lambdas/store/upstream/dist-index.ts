import type { PackageName } from '#domain/package-name.ts';
import type { UpstreamDist } from '#domain/upstream/rewrite-document.ts';
import type { Version } from '#domain/version.ts';

/** What an upstream promises of all versions of a package. */
export type Dists = ReadonlyMap<Version, UpstreamDist>;

/** Versions that are remembered: some 300 bytes each. */
const MOST = 100_000;

/** Promises of documents that came a moment ago: their tarballs are asked for next. */
export interface DistIndex {
  set(name: PackageName, dists: Dists): void;
  find(name: PackageName, version: Version): UpstreamDist | undefined;
  forget(name: PackageName): void;
}

export function createDistIndex(): DistIndex {
  const known = new Map<PackageName, Dists>();
  let total = 0;
  const forget = (name: PackageName): void => {
    total -= known.get(name)?.size ?? 0;
    known.delete(name);
  };
  return {
    set(name, dists) {
      forget(name);
      known.set(name, dists);
      total += dists.size;
      for (const oldest of known.keys()) {
        if (total <= MOST) return;
        forget(oldest);
      }
    },
    find: (name, version) => known.get(name)?.get(version),
    forget,
  };
}
