import { createWriteTransaction, Entity } from 'electrodb';

import { unavailable } from '#domain/errors.ts';
import { type AuditEvent, auditEvents, toAuditItem } from '#store/audit.ts';
import type { TableClient } from '#store/table.ts';
import { transact } from '#store/transact.ts';

import { TABLE_SCHEMA } from './table-schema.ts';

/** A code that lets one person sign up. Stored as a hash, gone once used. */
export const invites = new Entity(
  {
    model: { service: 'registry', entity: 'invite', version: '1' },
    attributes: {
      hash: { type: 'string', required: true },
      createdBy: { type: 'string', required: true },
      createdAt: { type: 'string', required: true },
      expiresAt: { type: 'string', field: 'expires', required: true },
      ttl: { type: 'number', field: TABLE_SCHEMA.ttlAttribute, required: true },
    },
    indexes: {
      byHash: {
        pk: { field: 'pk', composite: ['hash'], template: 'invite#${hash}', casing: 'none' },
        sk: { field: 'sk', composite: [], template: 'invite', casing: 'none' },
      },
    },
  },
  { table: TABLE_SCHEMA.name },
);

export interface Invite {
  /** SHA-256 of the code. */
  readonly hash: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly expiresAt: string;
}

const ENTITIES = { invites, auditEvents };

export async function saveInvite(
  table: TableClient,
  invite: Invite,
  audit: AuditEvent,
): Promise<void> {
  const ttl = Math.floor(Date.parse(invite.expiresAt) / 1000);
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    entities.invites.create({ ...invite, ttl }).commit(),
    entities.auditEvents.create(toAuditItem(audit)).commit(),
  ]);
  if (await transact(table, transaction))
    throw unavailable('the invitation could not be stored: try again');
}
