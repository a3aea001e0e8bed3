import { createWriteTransaction, CustomAttributeType, Entity } from 'electrodb';

import { unavailable } from '#domain/errors.ts';
import type { Token, TokenPermission } from '#domain/token.ts';
import type { UserName } from '#domain/user.ts';
import { type AuditEvent, auditEvents, toAuditItem } from '#store/audit.ts';
import { strongly, using, type TableClient } from '#store/table.ts';
import { transact } from '#store/transact.ts';

import { TABLE_SCHEMA } from './table-schema.ts';

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

const ENTITIES = { tokens, auditEvents };

/** Stores a new token and that it was made. */
export async function saveToken(
  table: TableClient,
  token: Token,
  audit: AuditEvent,
): Promise<void> {
  const { expiresAt } = token;
  const ttl = expiresAt === undefined ? {} : { ttl: Math.floor(Date.parse(expiresAt) / 1000) };
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    entities.tokens.create({ ...token, ...ttl }).commit(),
    entities.auditEvents.create(toAuditItem(audit)).commit(),
  ]);
  if (await transact(table, transaction))
    throw unavailable('the token could not be stored: try again');
}

export async function findToken(table: TableClient, hash: string): Promise<Token | undefined> {
  const { data } = await tokens.get({ hash }).go(strongly(table));
  return data ?? undefined;
}

/** A user's tokens, oldest first. */
export async function listTokens(table: TableClient, user: UserName): Promise<readonly Token[]> {
  const { data } = await tokens.query.byUser({ user }).go({ ...using(table), pages: 'all' });
  return data;
}

/** Removes a token and notes that it was. One that is gone already stays gone. */
export async function removeToken(
  table: TableClient,
  { hash }: Token,
  audit: AuditEvent,
): Promise<void> {
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    entities.tokens.delete({ hash }).commit(),
    entities.auditEvents.create(toAuditItem(audit)).commit(),
  ]);
  if (await transact(table, transaction))
    throw unavailable('the token could not be revoked: try again');
}
