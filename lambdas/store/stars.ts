import { CustomAttributeType, Entity } from 'electrodb';

import type { PackageName } from '#domain/package-name.ts';
import type { UserName } from '#domain/user.ts';
import { strongly, using, type TableClient } from '#store/table.ts';

import { TABLE_SCHEMA } from './table-schema.ts';

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

/** Stars sort behind a package's versions, so that these are read without them. */
export const FIRST_STAR = 'zstar#';

/** Who starred a package; a document shows at most `limit` of them. */
export async function listStarring(
  table: TableClient,
  name: PackageName,
  limit: number,
): Promise<readonly UserName[]> {
  const { data } = await stars.query.byPackage({ name }).go({ ...strongly(table), limit });
  return data.map(({ user }) => user);
}

/** What a user starred. */
export async function listStarred(
  table: TableClient,
  user: UserName,
): Promise<readonly PackageName[]> {
  const { data } = await stars.query.byUser({ user }).go({ ...using(table), pages: 'all' });
  return data.map(({ name }) => name);
}

export async function hasStarred(
  table: TableClient,
  name: PackageName,
  user: UserName,
): Promise<boolean> {
  const { data } = await stars.get({ name, user }).go(strongly(table));
  return data !== null;
}
