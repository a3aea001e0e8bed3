import { CustomAttributeType, Entity } from 'electrodb';

import type { PackageName } from '#domain/package-name.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

/** The feed of changed packages: what is derived from the table catches up by it. */
export const changes = new Entity(
  {
    model: { service: 'registry', entity: 'change', version: '1' },
    attributes: {
      day: { type: 'string', required: true },
      at: { type: 'string', required: true },
      name: { type: CustomAttributeType<PackageName>('string'), required: true },
      rev: { type: 'number', required: true },
      ttl: { type: 'number', field: TABLE_SCHEMA.ttlAttribute, required: true },
    },
    indexes: {
      byDay: {
        pk: { field: 'pk', composite: ['day'], template: 'changes#${day}', casing: 'none' },
        sk: {
          field: 'sk',
          composite: ['at', 'name', 'rev'],
          template: '${at}#${name}#${rev}',
          casing: 'none',
        },
      },
    },
  },
  { table: TABLE_SCHEMA.name },
);
