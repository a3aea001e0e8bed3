import { CustomAttributeType, Entity } from 'electrodb';

import type { Advisory } from '#domain/advisory.ts';
import type { PackageName } from '#domain/package-name.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

/** The registry's own advisories of a package, together: an audit reads those of many packages at once. */
export const advisories = new Entity(
  {
    model: { service: 'registry', entity: 'advisories', version: '1' },
    attributes: {
      name: { type: CustomAttributeType<PackageName>('string'), required: true },
      rev: { type: 'number', required: true },
      list: { type: CustomAttributeType<readonly Advisory[]>('any'), required: true },
    },
    indexes: {
      byName: {
        pk: { field: 'pk', composite: ['name'], template: 'advisories#${name}', casing: 'none' },
        sk: { field: 'sk', composite: [], template: 'advisories', casing: 'none' },
      },
    },
  },
  { table: TABLE_SCHEMA.name },
);
