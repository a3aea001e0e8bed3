import { createWriteTransaction } from 'electrodb';

import type { User } from '#domain/user.ts';
import { type AuditEvent, toAuditItem } from '#store/audit.ts';
import { auditEvents } from '#store/entities/audit-event.ts';
import { invites } from '#store/entities/invite.ts';
import { firstAdmins, users } from '#store/entities/user.ts';
import type { TableClient } from '#store/table.ts';
import { transact } from '#store/transact.ts';

/** Why somebody may sign up. */
export type Admission =
  | { readonly kind: 'open' }
  | { readonly kind: 'first-admin' }
  /** SHA-256 of the invitation's code. */
  | { readonly kind: 'invite'; readonly hash: string };

const ENTITIES = { users, firstAdmins, invites, auditEvents };

/**
 * Creates the account and uses up what admitted it, in one transaction: an invitation serves once, and
 * of two who want to be the first admin one is. Undefined when written, or what stood in the way.
 */
export async function createUser(
  table: TableClient,
  user: User,
  admission: Admission,
  audit: AuditEvent,
): Promise<'user' | 'invite' | 'first-admin' | undefined> {
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    entities.users.create(user).commit(),
    ...(admission.kind === 'first-admin'
      ? [entities.firstAdmins.create({ name: user.name }).commit()]
      : []),
    ...(admission.kind === 'invite'
      ? [
          entities.invites
            .remove({ hash: admission.hash })
            .where(({ expiresAt }, { gt }) => gt(expiresAt, audit.at))
            .commit(),
        ]
      : []),
    entities.auditEvents.create(toAuditItem(audit)).commit(),
  ]);
  const codes = await transact(table, transaction);
  if (!codes) return undefined;
  if (codes[0] === 'ConditionalCheckFailed' || admission.kind === 'open') return 'user';
  return admission.kind;
}
