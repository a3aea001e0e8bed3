import { CustomAttributeType, Entity } from 'electrodb';

import type { PackageName } from '#domain/package-name.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

/** The names that a reader could take for each other; who comes second must own the first. */
export const lookAlikes = new Entity(
  {
    model: { service: 'registry', entity: 'lookAlike', version: '1' },
    attributes: {
      key: { type: 'string', required: true },
      names: { type: CustomAttributeType<readonly PackageName[]>('any'), required: true },
      rev: { type: 'number', required: true },
    },
    indexes: {
      byKey: {
        pk: { field: 'pk', composite: ['key'], template: 'look-alike#${key}', casing: 'none' },
        sk: { field: 'sk', composite: [], template: 'names', casing: 'none' },
      },
    },
  },
  { table: TABLE_SCHEMA.name },
);
