import { createWriteTransaction } from 'electrodb';

import { orgNamed } from '#domain/org/org.ts';
import type { User } from '#domain/user.ts';
import { type AuditEvent, toAuditItem } from '#store/audit.ts';
import { transactItems } from '#store/basis.ts';
import { auditEvents } from '#store/entities/audit-event.ts';
import { invites } from '#store/entities/invite.ts';
import { orgs } from '#store/entities/org.ts';
import { firstAdmins, users } from '#store/entities/user.ts';
import { type OrgChange, orgTransaction } from '#store/org-transaction.ts';
import type { TableClient } from '#store/table.ts';
import { transact } from '#store/transact.ts';

/** Why somebody may sign up. */
export type Admission =
  | { readonly kind: 'open' }
  | { readonly kind: 'first-admin' }
  /** SHA-256 of the invitation's code. */
  | { readonly kind: 'invite'; readonly hash: string };

const ENTITIES = { users, orgs, firstAdmins, invites, auditEvents };

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
  joining?: OrgChange,
): Promise<'user' | 'invite' | 'first-admin' | undefined> {
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    entities.users.create(user).commit(),
    // A user and an organization of one name would be taken for each other.
    entities.orgs
      .check({ name: orgNamed(user.name) })
      .where(({ rev }, { notExists }) => notExists(rev))
      .commit(),
    ...(admission.kind === 'first-admin'
      ? [entities.firstAdmins.create({ name: user.name }).commit()]
      : []),
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
  const codes = await transact(table, joining ? both(transaction, joining, audit.at) : transaction);
  if (!codes) return undefined;
  const taken = codes[0] === 'ConditionalCheckFailed' || codes[1] === 'ConditionalCheckFailed';
  if (taken || admission.kind === 'open') return 'user';
  return admission.kind;
}

/** The account, and what it is in an organization from the beginning. */
const both = (
  transaction: { readonly params: () => object },
  joining: OrgChange,
  at: string,
): { readonly params: () => object } => ({
  params: () => ({
    TransactItems: [...transactItems(transaction), ...transactItems(orgTransaction(joining, at))],
  }),
});
