import { CustomAttributeType, Entity } from 'electrodb';

import type { PackageName } from '#domain/package-name.ts';
import type { PackageRules } from '#domain/package-rules.ts';
import type { Imported, Unpublished, Visibility } from '#domain/package.ts';
import type { Person } from '#domain/user.ts';
import type { Version } from '#domain/version.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

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
      rules: { type: CustomAttributeType<PackageRules>('any') },
      imported: { type: CustomAttributeType<Imported>('any') },
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
