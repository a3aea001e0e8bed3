import { CustomAttributeType, Entity } from 'electrodb';
import { crc32 } from 'node:zlib';

import type { PackageName } from '#domain/package-name.ts';
import type { Package, Unpublished, Visibility } from '#domain/package.ts';
import type { Person } from '#domain/user.ts';
import type { Version } from '#domain/version.ts';
import { findItem } from '#store/items.ts';
import { using, type TableClient } from '#store/table.ts';

import { TABLE_SCHEMA } from './table-schema.ts';

/** Packages are listed by this many index partitions, so that no single one takes all writes. */
const SHARDS = 16;

export const packages = new Entity(
  {
    model: { service: 'registry', entity: 'package', version: '1' },
    attributes: {
      name: { type: CustomAttributeType<PackageName>('string'), required: true },
      shard: { type: 'number', required: true },
      rev: { type: 'number', required: true },
      changeId: { type: 'string', required: true },
      createdAt: { type: 'string', required: true },
      modifiedAt: { type: 'string', required: true },
      owners: { type: CustomAttributeType<readonly Person[]>('any'), required: true },
      visibility: { type: CustomAttributeType<Visibility>('string'), required: true },
      distTags: {
        type: CustomAttributeType<Readonly<Record<string, Version>>>('any'),
        required: true,
      },
      stars: { type: 'number', required: true },
      unpublished: { type: CustomAttributeType<Unpublished>('any') },
    },
    indexes: {
      byName: {
        pk: { field: 'pk', composite: ['name'], template: 'package#${name}', casing: 'none' },
        sk: { field: 'sk', composite: [], template: 'package', casing: 'none' },
      },
      byShard: {
        index: 'gsi1',
        pk: {
          field: 'gsi1pk',
          composite: ['shard'],
          template: 'packages#${shard}',
          casing: 'none',
        },
        sk: { field: 'gsi1sk', composite: ['name'], template: '${name}', casing: 'none' },
      },
    },
  },
  { table: TABLE_SCHEMA.name },
);

/** Which listing partition a package is in. */
export const shardOf = (name: PackageName): number => crc32(name) % SHARDS;

/** The package as last written, also an unpublished one. */
export async function findPackage(
  table: TableClient,
  name: PackageName,
): Promise<Package | undefined> {
  const item = await findItem(table, packages, packagePartition(name), 'package');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the item
  return item as Package | undefined;
}

/** The partition that holds a package, its versions and its stars. */
export const packagePartition = (name: PackageName): string => `package#${name}`;

/** Every package there is, partition by partition, in pages. */
export async function* listPackages(table: TableClient): AsyncGenerator<Package> {
  for (let shard = 0; shard < SHARDS; shard += 1) {
    let cursor: string | null = null;
    do {
      const page: { data: Package[]; cursor: string | null } = await packages.query
        .byShard({ shard })
        .go({ ...using(table), cursor, limit: 100 });
      yield* page.data;
      ({ cursor } = page);
    } while (cursor !== null);
  }
}
