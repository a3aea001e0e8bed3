import { createWriteTransaction } from 'electrodb';

import { orgNamed } from '#domain/org/org.ts';
import type { Identity } from '#domain/sso/identity.ts';
import { userLookAlikeKey } from '#domain/user-look-alike.ts';
import type { User } from '#domain/user.ts';
import { type AuditEvent, toAuditItem } from '#store/audit.ts';
import { transactItems } from '#store/basis.ts';
import { auditEvents } from '#store/entities/audit-event.ts';
import { identities } from '#store/entities/identity.ts';
import { invites } from '#store/entities/invite.ts';
import { orgs } from '#store/entities/org.ts';
import { userLookAlikes } from '#store/entities/user-look-alike.ts';
import { firstAdmins, users } from '#store/entities/user.ts';
import { type OrgChange, orgTransaction } from '#store/org-transaction.ts';
import type { TableClient } from '#store/table.ts';
import { type ItemCode, transact } from '#store/transact.ts';
import { userCount } from '#store/user-list.ts';

/** Why somebody may sign up. */
export type Admission =
  | { readonly kind: 'open' }
  | { readonly kind: 'first-admin' }
  /** SHA-256 of the invitation's code. */
  | { readonly kind: 'invite'; readonly hash: string };

/** What can stand in the way of a new account. */
export type Obstacle = 'user' | 'look-alike' | 'identity' | 'invite' | 'first-admin';

/** What comes with an account. */
interface Besides {
  /** What it is in an organization from the beginning. */
  readonly joining?: OrgChange | undefined;
  /** What its user signs in with at a provider. */
  readonly identity?: Identity | undefined;
}

const ENTITIES = {
  users,
  userLookAlikes,
  orgs,
  firstAdmins,
  invites,
  identities,
  auditEvents,
};

/**
 * Creates the account and uses up what admitted it, in one transaction: an invitation serves once, and
 * of two who want to be the first admin one is. One that leads into an organization is used up by that.
 * Undefined when written, or what stood in the way.
 */
export async function createUser(
  table: TableClient,
  user: User,
  admission: Admission,
  audit: AuditEvent,
  { joining, identity }: Besides = {},
): Promise<Obstacle | undefined> {
  const { name } = user;
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    entities.users.create(user).commit(),
    // A user and an organization of one name would be taken for each other.
    entities.orgs
      .check({ name: orgNamed(name) })
      .where(({ rev }, { notExists }) => notExists(rev))
      .commit(),
    entities.userLookAlikes.create({ key: userLookAlikeKey(name), user: name }).commit(),
    ...(identity ? [entities.identities.create(identity).commit()] : []),
    ...(admission.kind === 'first-admin' ? [entities.firstAdmins.create({ name }).commit()] : []),
    ...(admission.kind === 'invite' && !joining
      ? [
          entities.invites
            .remove({ hash: admission.hash })
            .where(
              // Those into organizations lead there, or nowhere.
              ({ expiresAt, org }, { gt, notExists }) =>
                `${gt(expiresAt, audit.at)} AND ${notExists(org)}`,
            )
            .commit(),
        ]
      : []),
    entities.auditEvents.create(toAuditItem(audit)).commit(),
  ]);
  const items = [
    ...transactItems(transaction),
    ...(joining ? transactItems(orgTransaction(joining, audit.at)) : []),
  ];
  const codes = await writeCounted(table, items);
  if (!codes) return undefined;
  const parts: readonly Obstacle[] = [
    'user',
    'user',
    'look-alike',
    ...(identity ? (['identity'] as const) : []),
  ];
  const taken = parts.find((_, index) => codes[index] === 'ConditionalCheckFailed');
  return taken ?? (admission.kind === 'open' ? 'user' : admission.kind);
}

const ATTEMPTS = 5;

/** Writes an account and counts it. Where somebody else counts at the same place at that moment, at another. */
async function writeCounted(
  table: TableClient,
  items: readonly object[],
): Promise<readonly ItemCode[] | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const TransactItems = [...items, userCount.more()];
    const codes = await transact(table, { params: () => ({ TransactItems }) });
    if (codes?.at(-1) !== 'TransactionConflict' || attempt === ATTEMPTS) return codes;
  }
}
