import type { PackageName } from '#domain/package-name.ts';
import type { Package, Release } from '#domain/package.ts';
import { itemsOf, listItems } from '#store/items.ts';
import { packagePartition } from '#store/packages.ts';
import { fromItem, type StoredRelease } from '#store/releases.ts';
import type { Services } from '#store/services.ts';
import { FIRST_STAR } from '#store/stars.ts';

/** A package and its releases, all of one revision. */
export interface Snapshot {
  readonly pkg: Package;
  readonly releases: readonly Release[];
}

/** Reads that are given to find the package unchanged; whoever changes it renders again anyway. */
const READS = 5;

/** Undefined: no such package. One that was unpublished has no releases that count. */
export async function readSnapshot(
  stores: Pick<Services, 'table' | 'blobs'>,
  name: PackageName,
): Promise<Snapshot | undefined> {
  for (let read = 1; ; read += 1) {
    const snapshot = await readOnce(stores, name);
    if (!snapshot || snapshot.pkg.unpublished) return snapshot;
    const newest = Math.max(0, ...snapshot.releases.map(({ rev }) => rev));
    if (newest <= snapshot.pkg.rev || read === READS) return snapshot;
  }
}

/**
 * One query in the order of keys: the package comes before its versions, so that a version which is
 * newer than the package gives a write in between away.
 */
async function readOnce(
  { table, blobs }: Pick<Services, 'table' | 'blobs'>,
  name: PackageName,
): Promise<Snapshot | undefined> {
  const items = await listItems(table, { partition: packagePartition(name), before: FIRST_STAR });
  /* oxlint-disable typescript/no-unsafe-type-assertion -- these entities wrote the items */
  const [pkg] = itemsOf('package', items) as unknown as readonly (Package | undefined)[];
  const found = itemsOf('release', items) as unknown as readonly StoredRelease[];
  /* oxlint-enable typescript/no-unsafe-type-assertion */
  if (!pkg) return undefined;
  return { pkg, releases: await Promise.all(found.map(async (item) => fromItem(blobs, item))) };
}
