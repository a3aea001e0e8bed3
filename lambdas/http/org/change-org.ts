import type { Json } from '#domain/manifest.ts';
import type { Actor, Member } from '#domain/org/member.ts';
import type { Org } from '#domain/org/org.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import { auditOf, type Difference } from '#http/audit.ts';
import type { Request } from '#http/request.ts';
import { changeOrg } from '#store/org-change.ts';
import type { OrgChange } from '#store/org-transaction.ts';
import { listMembers } from '#store/orgs.ts';
import type { Services } from '#store/services.ts';

import { actorOf, checkWhole, known, parseOrg } from './membership.ts';

/** Who changes which organization. */
export interface Governing {
  readonly params: { readonly org: string };
  readonly principal: UserPrincipal;
  readonly request: Request;
  readonly services: Pick<Services, 'table' | 'now' | 'policy'>;
}

/** An organization and who is in it, as one revision has them. */
export interface Roster {
  readonly org: Org;
  readonly members: readonly Member[];
  readonly actor: Actor;
}

/** What is to become of it, and what the audit log says of that. */
export interface PlannedOrg extends Omit<OrgChange, 'before' | 'after' | 'audit'> {
  readonly after?: Org;
  readonly action: string;
  readonly detail: Json;
  readonly change?: Difference;
}

/**
 * Changes an organization as one of its members, or as an admin of the registry. Who may is decided on the very
 * state that is written: an admin who was made a member a moment ago changes nothing. What it is then.
 */
export async function changeOrgAs(
  call: Governing,
  plan: (roster: Roster) => Promise<PlannedOrg | undefined>,
): Promise<Roster> {
  const { params, principal, services } = call;
  checkWhole(principal);
  const name = parseOrg(params.org);
  let roster: Roster | undefined;
  await changeOrg(services, name, async (org) => {
    const members = org ? await listMembers(services.table, name) : [];
    const member = members.find(({ user }) => user === principal.name);
    const before = known(params.org, org, principal, member);
    roster = { org: before, members, actor: actorOf(principal, member) };
    const planned = await plan(roster);
    if (!planned) return undefined;
    const { action, detail, change, after = before, ...rest } = planned;
    roster = { ...roster, org: after, members: membersAfter(roster, rest) };
    return { ...rest, before, after, audit: auditOf(call, action, detail, change) };
  });
  if (!roster) throw new Error('a plan is always asked');
  return roster;
}

function membersAfter(
  { org, members }: Roster,
  { joined = [], left = [] }: Pick<OrgChange, 'joined' | 'left'>,
): readonly Member[] {
  const gone = new Set([...left, ...joined.map(({ user }) => user)]);
  const added = joined.map((member) => ({ ...member, org: org.name, rev: org.rev }));
  return [...members.filter(({ user }) => !gone.has(user)), ...added];
}
