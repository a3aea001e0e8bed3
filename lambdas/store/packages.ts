import { crc32 } from 'node:zlib';

import { lowerCased, type PackageName } from '#domain/package-name.ts';
import type { Package } from '#domain/package.ts';
import { findItem, findItems, itemsOf, pagesOf } from '#store/items.ts';
import type { Item, TableReader } from '#store/table.ts';

/** Packages are listed by this many index partitions, so that no single one takes all writes. */
export const SHARDS = 16;

/** Which listing partition a package is in. */
export const shardOf = (name: PackageName): number => crc32(name) % SHARDS;

/** The partition that holds a package, its versions and its stars. */
export const packagePartition = (name: PackageName): string => `package#${name}`;

/** The package as last written, also an unpublished one. */
export async function findPackage(
  table: TableReader,
  name: PackageName,
): Promise<Package | undefined> {
  const item = await findItem(table, 'package', packagePartition(name), 'package');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the item
  return item as Package | undefined;
}

/** Takes as long as to look for a package and its versions where there are none. */
export async function lookForNothing(table: TableReader, name: PackageName): Promise<void> {
  await table.page({ partition: packagePartition(name), before: '!' });
}

/** Those of the packages that there are, by name, unpublished ones included. */
export async function findPackages(
  table: TableReader,
  names: readonly PackageName[],
): Promise<ReadonlyMap<PackageName, Package>> {
  const keys = names.map((name) => ({ partition: packagePartition(name), sort: 'package' }));
  const found = asPackages(await findItems(table, keys));
  return new Map(found.map((pkg) => [pkg.name, pkg]));
}

/**
 * Those of the names that somebody has or had here. Another spelling of such a name is not another package's:
 * nobody tells them apart.
 */
export async function claimedAmong(
  table: TableReader,
  names: readonly PackageName[],
): Promise<ReadonlySet<PackageName>> {
  const found = await findPackages(table, [...names, ...names.map(lowerCased)]);
  return new Set(names.filter((name) => found.has(name) || found.has(lowerCased(name))));
}

const LISTED_AT_ONCE = 100;

/** Every package there is, or those of some shards, partition by partition, in pages. */
export async function* listPackages(
  table: TableReader,
  shards: readonly number[] = Array.from({ length: SHARDS }, (_, shard) => shard),
): AsyncGenerator<Package> {
  for (const shard of shards) {
    const query = { partition: `packages#${shard}`, index: 'gsi1', limit: LISTED_AT_ONCE };
    for await (const page of pagesOf(table, query)) yield* asPackages(page);
  }
}

/** The packages among items. */
export const asPackages = (items: readonly Item[]): readonly Package[] =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the items
  itemsOf('package', items) as unknown as readonly Package[];
