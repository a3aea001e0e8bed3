import { CustomAttributeType, Entity } from 'electrodb';

import type { UserName } from '#domain/user.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

/** The one user among those whose names could be taken for each other. */
export const userLookAlikes = new Entity(
  {
    model: { service: 'registry', entity: 'userLookAlike', version: '1' },
    attributes: {
      key: { type: 'string', required: true },
      user: { type: CustomAttributeType<UserName>('string'), required: true },
    },
    indexes: {
      byKey: {
        pk: { field: 'pk', composite: ['key'], template: 'user-look-alike#${key}', casing: 'none' },
        sk: { field: 'sk', composite: [], template: 'user', casing: 'none' },
      },
    },
  },
  { table: TABLE_SCHEMA.name },
);
