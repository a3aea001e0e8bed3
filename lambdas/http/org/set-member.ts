import { invalid, notFound } from '#domain/errors.ts';
import { checkOwnerRemains, checkRoleChange, type Member, type Role } from '#domain/org/member.ts';
import { MOST_ORGS, ORG_LIMITS } from '#domain/org/org.ts';
import { parseUserName, type UserName } from '#domain/user.ts';
import { findPerson } from '#http/people.ts';
import { listOrgsOf } from '#store/orgs.ts';
import type { TableClient } from '#store/table.ts';

import { changeOrgAs, type Governing, type PlannedOrg, type Roster } from './change-org.ts';

/** Makes somebody a member, or gives a member another role. */
export async function setMember(call: Governing, text: string, after: Role): Promise<Roster> {
  const { table, now } = call.services;
  return changeOrgAs(call, async ({ actor, members }) => {
    const member = members.find(({ user }) => user === text);
    checkRoleChange(actor, { user: text, before: member?.role, after });
    if (member?.role === after) return undefined;
    if (member) {
      checkOwnerRemains(members, { user: text, after });
      return setting({ ...member, role: after }, member.role);
    }
    const user = await newcomer(table, text, members.length);
    return setting({ user, role: after, teams: [], since: now().toISOString() }, null);
  });
}

const setting = (member: Omit<Member, 'org' | 'rev'>, before: Role | null): PlannedOrg => ({
  joined: [member],
  action: 'member-set',
  detail: { user: member.user },
  change: { ...(before && { before: { role: before } }), after: { role: member.role } },
});

/** A user who is not a member yet, where there is room for one. */
async function newcomer(table: TableClient, text: string, members: number): Promise<UserName> {
  const { name } = await findPerson(table, text);
  const user = parseUserName(name);
  await checkRoom(table, user, members);
  return user;
}

export async function checkRoom(
  table: TableClient,
  user: UserName,
  members: number,
): Promise<void> {
  if (members >= ORG_LIMITS.members) {
    throw invalid(`an organization can have up to ${ORG_LIMITS.members} members`);
  }
  if ((await listOrgsOf(table, user)).length >= MOST_ORGS) {
    throw invalid(`${user} is in ${MOST_ORGS} organizations, and can't be in more`);
  }
}

/** Puts somebody out, and out of all teams with it. Undefined: was not a member. */
export async function removeMember(call: Governing, text: string): Promise<Roster | undefined> {
  let wasMember = false;
  const roster = await changeOrgAs(call, async ({ actor, members }) => {
    const member = members.find(({ user }) => user === text);
    checkRoleChange(actor, { user: text, before: member?.role, after: undefined });
    wasMember = member !== undefined;
    if (!member) return undefined;
    checkOwnerRemains(members, { user: text, after: undefined });
    return leaving(member.user, member.role);
  });
  return wasMember ? roster : undefined;
}

const leaving = (user: UserName, before: Role): PlannedOrg => ({
  left: [user],
  action: 'member-remove',
  detail: { user },
  change: { before: { role: before } },
});

export const notMember = (user: string, org: string): Error =>
  notFound(`a member "${user}" of ${org}`);
