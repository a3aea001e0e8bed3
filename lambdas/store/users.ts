import { createWriteTransaction, CustomAttributeType, Entity } from 'electrodb';

import { unauthenticated } from '#domain/errors.ts';
import type { User, UserName } from '#domain/user.ts';
import { type AuditEvent, auditEvents, toAuditItem } from '#store/audit.ts';
import type { Services } from '#store/services.ts';
import { strongly, type TableClient } from '#store/table.ts';
import { transact } from '#store/transact.ts';

import { TABLE_SCHEMA } from './table-schema.ts';

export const users = new Entity(
  {
    model: { service: 'registry', entity: 'user', version: '1' },
    attributes: {
      name: { type: CustomAttributeType<UserName>('string'), required: true },
      email: { type: 'string', required: true },
      admin: { type: 'boolean', required: true },
      passwordHash: { type: 'string', required: true },
      createdAt: { type: 'string', required: true },
      updatedAt: { type: 'string', required: true },
      fullname: { type: 'string' },
      homepage: { type: 'string' },
      github: { type: 'string' },
    },
    indexes: {
      byName: {
        pk: { field: 'pk', composite: ['name'], template: 'user#${name}', casing: 'none' },
        sk: { field: 'sk', composite: [], template: 'user', casing: 'none' },
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

export async function findUser(table: TableClient, name: UserName): Promise<User | undefined> {
  const { data } = await users.get({ name }).go(strongly(table));
  return data ?? undefined;
}

export async function hasFirstAdmin(table: TableClient): Promise<boolean> {
  const { data } = await firstAdmins.get({}).go(strongly(table));
  return data !== null;
}

/** What of a user can change. */
export type UserChanges = Partial<
  Pick<User, 'email' | 'fullname' | 'homepage' | 'github' | 'passwordHash'>
>;

const ENTITIES = { users, auditEvents };

/** Changes some fields of a user that exists, and notes it; the user as it is then. */
export async function changeUser(
  { table, now }: Pick<Services, 'table' | 'now'>,
  name: UserName,
  changes: UserChanges,
  audit: Omit<AuditEvent, 'at'>,
): Promise<User> {
  const at = now().toISOString();
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    entities.users
      .patch({ name })
      .set({ ...changes, updatedAt: at })
      .commit(),
    entities.auditEvents.create(toAuditItem({ ...audit, at })).commit(),
  ]);
  const lost = await transact(table, transaction);
  const user = lost ? undefined : await findUser(table, name);
  if (!user) throw unauthenticated('this account does not exist any more');
  return user;
}
