import { CustomAttributeType, Entity } from 'electrodb';

import type { SecondFactorMode } from '#domain/second-factor/second-factor.ts';
import type { UserName } from '#domain/user.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';
import { USERS } from '#store/user-list.ts';

export const users = new Entity(
  {
    model: { service: 'registry', entity: 'user', version: '1' },
    attributes: {
      name: { type: CustomAttributeType<UserName>('string'), required: true },
      email: { type: 'string', required: true },
      admin: { type: 'boolean', required: true },
      adminBy: { type: ['provider', 'nobody'] as const },
      claimedAdmin: { type: 'boolean' },
      passwordHash: { type: 'string' },
      createdAt: { type: 'string', required: true },
      updatedAt: { type: 'string', required: true },
      fullname: { type: 'string' },
      homepage: { type: 'string' },
      github: { type: 'string' },
      secondFactor: { type: CustomAttributeType<SecondFactorMode>('string') },
    },
    indexes: {
      byName: {
        pk: { field: 'pk', composite: ['name'], template: 'user#${name}', casing: 'none' },
        sk: { field: 'sk', composite: [], template: 'user', casing: 'none' },
      },
      listed: {
        index: 'gsi1',
        pk: { field: 'gsi1pk', composite: [], template: USERS, casing: 'none' },
        sk: { field: 'gsi1sk', composite: ['name'], template: '${name}', casing: 'none' },
      },
    },
  },
  { table: TABLE_SCHEMA.name },
);

/** There is one of these once somebody became the first admin: nobody else can. */
export const firstAdmins = new Entity(
  {
    model: { service: 'registry', entity: 'firstAdmin', version: '1' },
    attributes: { name: { type: CustomAttributeType<UserName>('string'), required: true } },
    indexes: {
      only: {
        pk: { field: 'pk', composite: [], template: 'registry', casing: 'none' },
        sk: { field: 'sk', composite: [], template: 'first-admin', casing: 'none' },
      },
    },
  },
  { table: TABLE_SCHEMA.name },
);
