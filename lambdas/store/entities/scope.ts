import { CustomAttributeType, Entity } from 'electrodb';

import type { OrgName } from '#domain/org/org.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

/**
 * Scopes that a reader could take for each other, together: how many names were claimed in them, and whose
 * they are. Who claims a name and who makes an organization meet here.
 */
export const scopes = new Entity(
  {
    model: { service: 'registry', entity: 'scope', version: '1' },
    attributes: {
      key: { type: 'string', required: true },
      claims: { type: 'number' },
      org: { type: CustomAttributeType<OrgName>('string') },
    },
    indexes: {
      byKey: {
        pk: { field: 'pk', composite: ['key'], template: 'scope#${key}', casing: 'none' },
        sk: { field: 'sk', composite: [], template: 'scope', casing: 'none' },
      },
    },
  },
  { table: TABLE_SCHEMA.name },
);
