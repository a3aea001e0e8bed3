import { createWriteTransaction } from 'electrodb';

import { unavailable } from '#domain/errors.ts';
import { type AuditEvent, toAuditItem } from '#store/audit.ts';
import { auditEvents } from '#store/entities/audit-event.ts';
import { invites } from '#store/entities/invite.ts';
import type { TableClient } from '#store/table.ts';
import { transact } from '#store/transact.ts';

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
