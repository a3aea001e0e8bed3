import { createWriteTransaction } from 'electrodb';

import type { Identity } from '#domain/sso/identity.ts';
import { userLookAlikeKey } from '#domain/user-look-alike.ts';
import type { User } from '#domain/user.ts';
import { type AuditEvent, toAuditItem } from '#store/audit.ts';
import { auditEvents } from '#store/entities/audit-event.ts';
import { identities } from '#store/entities/identity.ts';
import { invites } from '#store/entities/invite.ts';
import { userLookAlikes } from '#store/entities/user-look-alike.ts';
import { firstAdmins, users } from '#store/entities/user.ts';
import type { TableClient } from '#store/table.ts';
import { transact } from '#store/transact.ts';

/** Why somebody may sign up. */
export type Admission =
  | { readonly kind: 'open' }
  | { readonly kind: 'first-admin' }
  /** SHA-256 of the invitation's code. */
  | { readonly kind: 'invite'; readonly hash: string };

/** What can stand in the way of a new account. */
export type Obstacle = 'user' | 'look-alike' | 'identity' | 'invite' | 'first-admin';

const ENTITIES = { users, userLookAlikes, firstAdmins, invites, identities, auditEvents };

/**
 * Creates the account and uses up what admitted it, in one transaction: an invitation serves once, and
 * of two who want to be the first admin one is. `identity`: what the user signs in with at a provider.
 * Undefined when written, or what stood in the way.
 */
export async function createUser(
  table: TableClient,
  user: User,
  admission: Admission,
  audit: AuditEvent,
  identity?: Identity,
): Promise<Obstacle | undefined> {
  const { name } = user;
  const parts: readonly Obstacle[] = [
    'user',
    'look-alike',
    ...(identity ? (['identity'] as const) : []),
    ...(admission.kind === 'open' ? [] : [admission.kind]),
  ];
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    entities.users.create(user).commit(),
    entities.userLookAlikes.create({ key: userLookAlikeKey(name), user: name }).commit(),
    ...(identity ? [entities.identities.create(identity).commit()] : []),
    ...(admission.kind === 'first-admin' ? [entities.firstAdmins.create({ name }).commit()] : []),
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
  const failed = parts.find((_, index) => codes[index] === 'ConditionalCheckFailed');
  return failed ?? (admission.kind === 'open' ? 'user' : admission.kind);
}
