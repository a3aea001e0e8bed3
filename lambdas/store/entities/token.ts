import { CustomAttributeType, Entity } from 'electrodb';

import type { TokenPermission } from '#domain/token.ts';
import type { UserName } from '#domain/user.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

export const tokens = new Entity(
  {
    model: { service: 'registry', entity: 'token', version: '1' },
    attributes: {
      hash: { type: 'string', required: true },
      key: { type: 'string', required: true },
      hint: { type: 'string', required: true },
      user: { type: CustomAttributeType<UserName>('string'), required: true },
      name: { type: 'string', required: true },
      permission: { type: CustomAttributeType<TokenPermission>('string'), required: true },
      packages: { type: CustomAttributeType<readonly string[]>('any'), required: true },
      scopes: { type: CustomAttributeType<readonly string[]>('any'), required: true },
      cidr: { type: CustomAttributeType<readonly string[]>('any'), required: true },
      createdAt: { type: 'string', required: true },
      bypassesSecondFactor: { type: 'boolean' },
      expiresAt: { type: 'string', field: 'expires' },
      ttl: { type: 'number', field: TABLE_SCHEMA.ttlAttribute },
    },
    indexes: {
      byHash: {
        pk: { field: 'pk', composite: ['hash'], template: 'token#${hash}', casing: 'none' },
        sk: { field: 'sk', composite: [], template: 'token', casing: 'none' },
      },
      byUser: {
        index: 'gsi1',
        pk: { field: 'gsi1pk', composite: ['user'], template: 'user#${user}', casing: 'none' },
        sk: {
          field: 'gsi1sk',
          composite: ['createdAt', 'key'],
          template: 'token#${createdAt}#${key}',
          casing: 'none',
        },
      },
    },
  },
  { table: TABLE_SCHEMA.name },
);
