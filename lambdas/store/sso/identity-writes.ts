import { createWriteTransaction } from 'electrodb';

import { unavailable } from '#domain/errors.ts';
import type { Identity } from '#domain/sso/identity.ts';
import type { User, UserName } from '#domain/user.ts';
import { type AuditEvent, toAuditItem } from '#store/audit.ts';
import { auditEvents } from '#store/entities/audit-event.ts';
import { identities } from '#store/entities/identity.ts';
import { users } from '#store/entities/user.ts';
import { type TableClient, using } from '#store/table.ts';
import { transact } from '#store/transact.ts';

const ENTITIES = { identities, users, auditEvents };

/** Links a sign-in to an account. False: it is somebody's already. */
export async function linkIdentity(
  table: TableClient,
  identity: Identity,
  audit: AuditEvent,
): Promise<boolean> {
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    entities.identities.create(identity).commit(),
    entities.auditEvents.create(toAuditItem(audit)).commit(),
  ]);
  return (await transact(table, transaction)) === undefined;
}

/** Takes a sign-in away from an account. One that is gone already stays gone. */
export async function unlinkIdentity(
  table: TableClient,
  { id, user }: Identity,
  audit: AuditEvent,
): Promise<void> {
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    entities.identities
      .remove({ id })
      .where((identity, { eq }) => eq(identity.user, user))
      .commit(),
    entities.auditEvents.create(toAuditItem(audit)).commit(),
  ]);
  if (await transact(table, transaction)) {
    throw unavailable('the sign-in was changed by somebody else just now: try again');
  }
}

/**
 * Makes somebody an admin because their provider says so, or takes back what it gave: an adminship that came
 * from elsewhere stays. On the condition that nobody changed it meanwhile.
 */
export async function saveAdminClaim(
  table: TableClient,
  { name, admin }: User,
  now: boolean,
  audit: AuditEvent,
): Promise<void> {
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    entities.users
      .patch({ name })
      .set({ admin: now, adminBy: now ? 'provider' : 'nobody', claimedAdmin: now })
      .where((user, { eq }) => eq(user.admin, admin))
      .commit(),
    entities.auditEvents.create(toAuditItem(audit)).commit(),
  ]);
  if (await transact(table, transaction)) {
    throw unavailable('the account was changed by somebody else just now: log in again');
  }
}

/** Remembers whether the provider says that somebody is an admin, where that changes nothing by itself. */
export async function noteAdminClaim(
  table: TableClient,
  name: UserName,
  claimedAdmin: boolean,
): Promise<void> {
  await users.patch({ name }).set({ claimedAdmin }).go(using(table));
}
