import { CustomAttributeType, Entity } from 'electrodb';

import type { PackageName } from '#domain/package-name.ts';
import type { UserName } from '#domain/user.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

export const stars = new Entity(
  {
    model: { service: 'registry', entity: 'star', version: '1' },
    attributes: {
      name: { type: CustomAttributeType<PackageName>('string'), required: true },
      user: { type: CustomAttributeType<UserName>('string'), required: true },
    },
    indexes: {
      byPackage: {
        pk: { field: 'pk', composite: ['name'], template: 'package#${name}', casing: 'none' },
        sk: { field: 'sk', composite: ['user'], template: 'zstar#${user}', casing: 'none' },
      },
      byUser: {
        index: 'gsi1',
        pk: { field: 'gsi1pk', composite: ['user'], template: 'user#${user}', casing: 'none' },
        sk: { field: 'gsi1sk', composite: ['name'], template: 'star#${name}', casing: 'none' },
      },
    },
  },
  { table: TABLE_SCHEMA.name },
);
