import { createWriteTransaction } from 'electrodb';

import { unavailable } from '#domain/errors.ts';
import type { Token } from '#domain/token.ts';
import { type AuditEvent, toAuditItem } from '#store/audit.ts';
import { auditEvents } from '#store/entities/audit-event.ts';
import { tokens } from '#store/entities/token.ts';
import type { TableClient } from '#store/table.ts';
import { transact } from '#store/transact.ts';

const ENTITIES = { tokens, auditEvents };

/** A token as it is written: the table removes one that has expired. */
export const toTokenItem = (token: Token): Token & { readonly ttl?: number } =>
  token.expiresAt === undefined
    ? token
    : { ...token, ttl: Math.floor(Date.parse(token.expiresAt) / 1000) };

/** Stores a new token and that it was made. */
export async function saveToken(
  table: TableClient,
  token: Token,
  audit: AuditEvent,
): Promise<void> {
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    entities.tokens.create(toTokenItem(token)).commit(),
    entities.auditEvents.create(toAuditItem(audit)).commit(),
  ]);
  if (await transact(table, transaction))
    throw unavailable('the token could not be stored: try again');
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
