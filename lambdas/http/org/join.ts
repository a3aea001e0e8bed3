import { conflict } from '#domain/errors.ts';
import type { Json } from '#domain/manifest.ts';
import { mayInvite, type Role } from '#domain/org/member.ts';
import { liveTeams, type Org } from '#domain/org/org.ts';
import { asUserName, type UserName } from '#domain/user.ts';
import { findInvitation, type Invitation } from '#store/invites.ts';
import type { OrgChange } from '#store/org-transaction.ts';
import { findOrg, listMembers } from '#store/orgs.ts';
import type { Services } from '#store/services.ts';
import type { TableClient } from '#store/table.ts';
import { findUser } from '#store/users.ts';

import { isOpen } from './invitation.ts';
import { checkRoom } from './set-member.ts';

/** Who comes with a code: somebody who has an account, or signs up with it. */
export interface Comer {
  readonly user: UserName;
  readonly hash: string;
  readonly signUp: boolean;
}

/** What a code makes of an organization, but for what the audit log says of who came. */
export interface Joining {
  readonly change: Omit<OrgChange, 'audit'>;
  readonly audit: { readonly detail: Json; readonly after: Json };
  readonly invitation: Invitation;
}

/**
 * What the code does now. Undefined where it is wrong, used, expired or taken back, for the other kind of comer,
 * or made by somebody who may not invite to that any more: all the same to who comes with it.
 */
export async function planJoining(
  { table, now }: Pick<Services, 'table' | 'now'>,
  { user, hash, signUp }: Comer,
): Promise<Joining | undefined> {
  const found = await findInvitation(table, hash);
  // The revision before everything that the decision rests on.
  const before = found && (await findOrg(table, found.org));
  const invitation = before && (await findInvitation(table, hash));
  if (!invitation || !isOpen(invitation, now()) || invitation.signUp !== signUp) return undefined;
  const members = await listMembers(table, before.name);
  const inviter = members.find((member) => member.user === invitation.createdBy);
  if (!(await mayStillInvite(table, invitation, inviter?.role))) return undefined;
  if (members.some((member) => member.user === user)) {
    throw conflict(
      `you are in ${before.name} already: its owners and admins change roles and teams`,
    );
  }
  await checkRoom(table, user, members.length);
  return { invitation, ...joining(before, invitation, { user, at: now().toISOString() }) };
}

function joining(
  before: Org,
  invitation: Invitation,
  { user, at }: { readonly user: UserName; readonly at: string },
): Omit<Joining, 'invitation'> {
  const live = liveTeams(before);
  const teams = invitation.teams.filter((id) => live.has(id));
  const names = Object.entries(before.teams).filter(([, { id }]) => teams.includes(id));
  const { role, createdBy, key } = invitation;
  return {
    change: {
      before,
      after: before,
      joined: [{ user, role, teams, since: at }],
      uninvited: { invitation, at },
    },
    audit: {
      detail: { user, invitedBy: createdBy, key },
      after: { role, teams: names.map(([name]) => name) },
    },
  };
}

async function mayStillInvite(
  table: TableClient,
  { createdBy, role }: Invitation,
  now: Role | undefined,
): Promise<boolean> {
  if (mayInvite({ name: createdBy, role: now }, role)) return true;
  const name = asUserName(createdBy);
  return name !== undefined && (await findUser(table, name))?.admin === true;
}
