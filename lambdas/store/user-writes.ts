import { createWriteTransaction } from 'electrodb';

import { unauthenticated, unavailable } from '#domain/errors.ts';
import type { User, UserName } from '#domain/user.ts';
import { type AuditEvent, toAuditItem } from '#store/audit.ts';
import { auditEvents } from '#store/entities/audit-event.ts';
import { users } from '#store/entities/user.ts';
import type { Services } from '#store/services.ts';
import type { TableClient } from '#store/table.ts';
import { transact } from '#store/transact.ts';
import { findUser } from '#store/users.ts';

/** What of a user can change. */
export type UserChanges = Partial<
  Pick<User, 'email' | 'fullname' | 'homepage' | 'github' | 'passwordHash'>
>;

const ENTITIES = { users, auditEvents };

const ATTEMPTS = 8;

/** Changes some fields of a user that exists, and notes it; the user as it is then. */
export async function changeUser(
  { table, now }: Pick<Services, 'table' | 'now'>,
  name: UserName,
  changes: UserChanges,
  audit: (before: User) => Omit<AuditEvent, 'at'>,
): Promise<User> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const before = await findUser(table, name);
    if (!before) throw unauthenticated('this account does not exist any more');
    const at = now().toISOString();
    const after = { ...changes, updatedAt: at };
    const transaction = createWriteTransaction(ENTITIES, (entities) => [
      entities.users
        .patch({ name })
        .set(after)
        // What the event says was there before must have been.
        .where(({ updatedAt }, { eq }) => eq(updatedAt, before.updatedAt))
        .commit(),
      entities.auditEvents.create(toAuditItem({ ...audit(before), at })).commit(),
    ]);
    if (!(await transact(table, transaction))) return { ...before, ...after };
  }
  throw unavailable('this account is being changed by many at once: repeat the command');
}

interface AdminChange {
  readonly user: User;
  readonly admin: boolean;
  /** The admin who does it, and has to be one still: of two who take it from each other, one does. */
  readonly by: UserName;
}

/** Makes a user an admin, or none any more; whether both were still what they had been. */
export async function saveAdmin(
  table: TableClient,
  { user, admin, by }: AdminChange,
  audit: AuditEvent,
): Promise<boolean> {
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    entities.users
      .patch({ name: user.name })
      .set({ admin, adminBy: 'nobody' })
      .where((before, { eq }) => eq(before.admin, user.admin))
      .commit(),
    entities.users
      .check({ name: by })
      .where((actor, { eq }) => eq(actor.admin, true))
      .commit(),
    entities.auditEvents.create(toAuditItem(audit)).commit(),
  ]);
  return (await transact(table, transaction)) === undefined;
}
