import { createWriteTransaction, type TransactWriteEntities } from 'electrodb';

import type { GrantedTeams } from '#domain/org/grants.ts';
import type { Member } from '#domain/org/member.ts';
import { type Org, userNamed } from '#domain/org/org.ts';
import type { UserName } from '#domain/user.ts';
import { type AuditEvent, toAuditItem } from '#store/audit.ts';
import { auditEvents } from '#store/entities/audit-event.ts';
import { invitations, invites } from '#store/entities/invite.ts';
import { grants, members, orgs } from '#store/entities/org.ts';
import { scopes } from '#store/entities/scope.ts';
import { users } from '#store/entities/user.ts';
import { type Invitation, ttlOf } from '#store/invites.ts';
import type { ScopeState } from '#store/standing.ts';

/** Everything that one write changes of an organization: all of it happens, or none. */
export interface OrgChange {
  /** As it was read before all that the change was decided by; undefined makes it. */
  readonly before: Org | undefined;
  readonly after: Omit<Org, 'rev'>;
  /** Whose membership becomes so. */
  readonly joined?: readonly Omit<Member, 'org' | 'rev'>[];
  readonly left?: readonly UserName[];
  /** What teams may do with packages from now on; where it is nothing any more, nothing is kept. */
  readonly granted?: readonly { readonly target: string; readonly teams: GrantedTeams }[];
  readonly invited?: Invitation;
  /** An invitation that was used or taken back; `at`: it must be good until then. */
  readonly uninvited?: { readonly invitation: Invitation; readonly at?: string };
  /** For a new organization: its founder, and the scope as it was read. */
  readonly founded?: { readonly by: UserName; readonly scope: ScopeState };
  readonly audit: Omit<AuditEvent, 'at' | 'subject'>;
}

const ENTITIES = { orgs, members, grants, scopes, users, invites, invitations, auditEvents };
type Entities = TransactWriteEntities<typeof ENTITIES>;

/** The organization as a change leaves it. */
export const changed = ({ before, after }: OrgChange): Org => ({
  ...after,
  rev: (before?.rev ?? 0) + 1,
});

/**
 * The transaction of a change. Whatever it was decided by belongs to the organization and was read after its
 * revision: as long as that is the same, all of it is.
 */
export function orgTransaction(change: OrgChange, at: string): { readonly params: () => object } {
  const org = changed(change);
  return createWriteTransaction(ENTITIES, (entities) => [
    entities.orgs
      .put({ ...org })
      .where(({ rev }, { eq, notExists }) =>
        change.before ? eq(rev, change.before.rev) : notExists(rev),
      )
      .commit(),
    ...memberItems(entities, change, org),
    ...grantItems(entities, change, org),
    ...invitationItems(entities, change),
    ...foundingItems(entities, change, org),
    entities.auditEvents
      .create(toAuditItem({ ...change.audit, at, subject: `org:${org.name}` }))
      .commit(),
  ]);
}

function memberItems(
  entities: Entities,
  { joined = [], left = [] }: OrgChange,
  { name: org, rev }: Org,
) {
  return [
    ...joined.map((member) => entities.members.put({ ...member, org, rev }).commit()),
    ...left.map((user) => entities.members.delete({ org, user }).commit()),
  ];
}

function grantItems(entities: Entities, { granted = [] }: OrgChange, { name: org, rev }: Org) {
  return granted.map(({ target, teams }) =>
    Object.keys(teams).length === 0
      ? entities.grants.delete({ org, target }).commit()
      : entities.grants.put({ org, target, teams, rev }).commit(),
  );
}

function invitationItems(entities: Entities, { invited, uninvited }: OrgChange) {
  return [
    ...(invited ? madeItems(entities, invited) : []),
    ...(uninvited ? usedItems(entities, uninvited) : []),
  ];
}

function madeItems(entities: Entities, invitation: Invitation) {
  const { role: _role, teams: _teams, ...code } = invitation;
  const ttl = ttlOf(invitation);
  return [
    entities.invites.create({ ...code, ttl }).commit(),
    entities.invitations.create({ ...invitation, ttl }).commit(),
  ];
}

/** Of two who come with one code, one gets in. */
function usedItems(
  entities: Entities,
  { invitation: { org, key, hash }, at }: NonNullable<OrgChange['uninvited']>,
) {
  return [
    entities.invites
      .remove({ hash })
      .where(({ expiresAt }, { gt, exists }) =>
        at === undefined ? exists(expiresAt) : gt(expiresAt, at),
      )
      .commit(),
    entities.invitations.delete({ org, key }).commit(),
  ];
}

/** Nobody claims a name in the scope, or signs up with the name, while the organization is made. */
function foundingItems(entities: Entities, { founded }: OrgChange, { name: org }: Org) {
  if (!founded) return [];
  const { by, scope } = founded;
  const { key, claims } = scope;
  return [
    entities.scopes
      .upsert({ key })
      .set({ org })
      .where((attributes, { eq, notExists }) =>
        claims === 0
          ? `${notExists(attributes.claims)} AND ${notExists(attributes.org)}`
          : `${eq(attributes.claims, claims)} AND ${notExists(attributes.org)}`,
      )
      .commit(),
    ...(by === userNamed(org)
      ? []
      : [
          entities.users
            .check({ name: userNamed(org) })
            .where(({ createdAt }, { notExists }) => notExists(createdAt))
            .commit(),
        ]),
  ];
}
