import { CustomAttributeType, Entity } from 'electrodb';

import type { PackageName } from '#domain/package-name.ts';
import type { Version } from '#domain/version.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

/** A tarball of an upstream's as it was when it was first fetched, which it has to stay. */
export const upstreamTarballs = new Entity(
  {
    model: { service: 'registry', entity: 'upstreamTarball', version: '1' },
    attributes: {
      name: { type: CustomAttributeType<PackageName>('string'), required: true },
      version: { type: CustomAttributeType<Version>('string'), required: true },
      shard: { type: 'number', required: true },
      /** SHA-512 of the bytes, as `sha512-…`; its blob is named after it. */
      integrity: { type: 'string', required: true },
      shasum: { type: 'string', required: true },
      size: { type: 'number', required: true },
      fetchedAt: { type: 'string', required: true },
    },
    indexes: {
      byVersion: {
        pk: { field: 'pk', composite: ['name'], template: 'upstream#${name}', casing: 'none' },
        sk: {
          field: 'sk',
          composite: ['version'],
          template: 'tarball#${version}',
          casing: 'none',
        },
      },
      byShard: {
        index: 'gsi1',
        pk: {
          field: 'gsi1pk',
          composite: ['shard'],
          template: 'upstreams#${shard}',
          casing: 'none',
        },
        sk: {
          field: 'gsi1sk',
          composite: ['name', 'version'],
          template: '${name}@${version}',
          casing: 'none',
        },
      },
    },
  },
  { table: TABLE_SCHEMA.name },
);
