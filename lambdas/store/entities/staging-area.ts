import { CustomAttributeType, Entity } from 'electrodb';

import type { Claimed } from '#domain/claim.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { StagedEntry } from '#domain/staging/staged-version.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

/** What is staged of a package, and who has its name until a version is published. */
export const stagingAreas = new Entity(
  {
    model: { service: 'registry', entity: 'stagingArea', version: '1' },
    attributes: {
      name: { type: CustomAttributeType<PackageName>('string'), required: true },
      rev: { type: 'number', required: true },
      entries: { type: CustomAttributeType<readonly StagedEntry[]>('any'), required: true },
      claim: { type: CustomAttributeType<Claimed>('any') },
      ttl: { type: 'number', field: TABLE_SCHEMA.ttlAttribute, required: true },
    },
    indexes: {
      byName: {
        pk: { field: 'pk', composite: ['name'], template: 'package#${name}', casing: 'none' },
        sk: { field: 'sk', composite: [], template: 'staged', casing: 'none' },
      },
      listed: {
        index: 'gsi1',
        pk: { field: 'gsi1pk', composite: [], template: 'staged', casing: 'none' },
        sk: { field: 'gsi1sk', composite: ['name'], template: '${name}', casing: 'none' },
      },
    },
  },
  { table: TABLE_SCHEMA.name },
);
