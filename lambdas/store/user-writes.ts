import { createWriteTransaction } from 'electrodb';

import { unauthenticated } from '#domain/errors.ts';
import type { User, UserName } from '#domain/user.ts';
import { type AuditEvent, toAuditItem } from '#store/audit.ts';
import { auditEvents } from '#store/entities/audit-event.ts';
import { users } from '#store/entities/user.ts';
import type { Services } from '#store/services.ts';
import { transact } from '#store/transact.ts';
import { findUser } from '#store/users.ts';

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
