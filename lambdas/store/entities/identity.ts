import { CustomAttributeType, Entity } from 'electrodb';

import type { UserName } from '#domain/user.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

/** Whose a sign-in at a provider is. */
export const identities = new Entity(
  {
    model: { service: 'registry', entity: 'identity', version: '1' },
    attributes: {
      id: { type: 'string', required: true },
      issuer: { type: 'string', required: true },
      subject: { type: 'string', required: true },
      user: { type: CustomAttributeType<UserName>('string'), required: true },
      createdAt: { type: 'string', required: true },
    },
    indexes: {
      byId: {
        pk: { field: 'pk', composite: ['id'], template: 'identity#${id}', casing: 'none' },
        sk: { field: 'sk', composite: [], template: 'identity', casing: 'none' },
      },
      byUser: {
        index: 'gsi1',
        pk: { field: 'gsi1pk', composite: ['user'], template: 'user#${user}', casing: 'none' },
        sk: {
          field: 'gsi1sk',
          composite: ['createdAt', 'id'],
          template: 'identity#${createdAt}#${id}',
          casing: 'none',
        },
      },
    },
  },
  { table: TABLE_SCHEMA.name },
);
