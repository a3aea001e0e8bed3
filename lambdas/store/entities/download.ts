import { CustomAttributeType, Entity } from 'electrodb';

import type { PackageName } from '#domain/package-name.ts';
import type { Version } from '#domain/version.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

/** How often a version was downloaded on a day. */
export const downloads = new Entity(
  {
    model: { service: 'registry', entity: 'download', version: '1' },
    attributes: {
      name: { type: CustomAttributeType<PackageName>('string'), required: true },
      version: { type: CustomAttributeType<Version>('string'), required: true },
      /** `2026-11-21`, UTC. */
      day: { type: 'string', required: true },
      count: { type: 'number', required: true },
    },
    indexes: {
      byDay: {
        pk: { field: 'pk', composite: ['name'], template: 'downloads#${name}', casing: 'none' },
        sk: {
          field: 'sk',
          composite: ['day', 'version'],
          template: '${day}#${version}',
          casing: 'none',
        },
      },
    },
  },
  { table: TABLE_SCHEMA.name },
);
