import { createWriteTransaction } from 'electrodb';

import { unavailable } from '#domain/errors.ts';
import type { Role } from '#domain/org/member.ts';
import type { OrgName } from '#domain/org/org.ts';
import { type AuditEvent, toAuditItem } from '#store/audit.ts';
import { auditEvents } from '#store/entities/audit-event.ts';
import { invites } from '#store/entities/invite.ts';
import { findItem, itemsOf, listItems } from '#store/items.ts';
import { orgPartition } from '#store/orgs.ts';
import type { Item, TableClient, TableReader } from '#store/table.ts';
import { transact } from '#store/transact.ts';

export interface Invite {
  /** SHA-256 of the code. */
  readonly hash: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly expiresAt: string;
}

/** A code into an organization; with `signUp` for somebody who has no account yet, else for who has one. */
export interface Invitation extends Invite {
  readonly org: OrgName;
  /** Public id, for lists and to take it back. */
  readonly key: string;
  readonly role: Role;
  /** Ids of teams. */
  readonly teams: readonly string[];
  readonly signUp: boolean;
}

const ENTITIES = { invites, auditEvents };

/** When the table drops it by itself, in seconds. */
export const ttlOf = ({ expiresAt }: Invite): number => Math.floor(Date.parse(expiresAt) / 1000);

/** Stores a code that lets somebody sign up. */
export async function saveInvite(
  table: TableClient,
  invite: Invite,
  audit: AuditEvent,
): Promise<void> {
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    entities.invites.create({ ...invite, signUp: true, ttl: ttlOf(invite) }).commit(),
    entities.auditEvents.create(toAuditItem(audit)).commit(),
  ]);
  if (await transact(table, transaction))
    throw unavailable('the invitation could not be stored: try again');
}

/** What a code leads into; undefined where there is no such code, or none into an organization. */
export async function findInvitation(
  table: TableReader,
  hash: string,
): Promise<Invitation | undefined> {
  const invite = await findItem(table, 'invite', `invite#${hash}`, 'invite');
  const { org, key } = invite ?? {};
  if (typeof org !== 'string' || typeof key !== 'string') return undefined;
  const item = await findItem(table, 'invitation', `org#${org}`, `invitation#${key}`);
  return item && toInvitation(item);
}

/** All that are open, or were a moment ago. */
export async function listInvitations(
  table: TableReader,
  org: OrgName,
): Promise<readonly Invitation[]> {
  const query = { partition: orgPartition(org), from: 'invitation#', before: 'invitation$' };
  return itemsOf('invitation', await listItems(table, query)).map(toInvitation);
}

/** The table removes expired items by itself, by an attribute that bears the name of the invitation's own. */
function toInvitation({ expires, ...item }: Item): Invitation {
  const { expiresAt: _ttl, ...invitation } = item;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the item
  return { ...invitation, expiresAt: expires } as Invitation;
}
