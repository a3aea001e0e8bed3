import { CustomAttributeType, Entity } from 'electrodb';

import type { ActiveFactor, PendingFactor } from '#domain/second-factor/second-factor.ts';
import type { UserName } from '#domain/user.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

/** Under a key of its own: whoever checks codes may write it, and not the user. */
export const secondFactors = new Entity(
  {
    model: { service: 'registry', entity: 'secondFactor', version: '1' },
    attributes: {
      user: { type: CustomAttributeType<UserName>('string'), required: true },
      rev: { type: 'number', required: true },
      active: { type: CustomAttributeType<ActiveFactor>('any') },
      pending: { type: CustomAttributeType<PendingFactor>('any') },
    },
    indexes: {
      byUser: {
        pk: {
          field: 'pk',
          composite: ['user'],
          template: 'second-factor#${user}',
          casing: 'none',
        },
        sk: { field: 'sk', composite: [], template: 'second-factor', casing: 'none' },
      },
    },
  },
  { table: TABLE_SCHEMA.name },
);
