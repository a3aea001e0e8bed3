import { forbidden, notFound, type RegistryError } from '#domain/errors.ts';
import type { Actor, Member } from '#domain/org/member.ts';
import { asOrgName, type Org, type OrgName } from '#domain/org/org.ts';
import { canManageAccount, canSeeAll } from '#domain/permission.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import { findMember, findOrg } from '#store/orgs.ts';
import type { TableReader } from '#store/table.ts';

import type { Viewer } from './shelf.ts';

/** Who asks for, or changes, something of an organization. */
export interface Insider {
  readonly org: Org;
  readonly actor: Actor;
  readonly member: Member | undefined;
}

/** The same for an organization that one is not in as for one that there is not. */
export const noOrg = (text: string): RegistryError =>
  notFound(`an organization "${text}" of yours`);

export function parseOrg(text: string): OrgName {
  const name = asOrgName(text);
  if (!name) throw noOrg(text);
  return name;
}

/** Throws unless whoever calls is in the organization, or an admin of the registry, and may see all they may. */
export async function requireInsider(
  principal: UserPrincipal,
  text: string,
  table: TableReader,
): Promise<Insider> {
  const name = parseOrg(text);
  checkSight(principal);
  const [org, member] = await Promise.all([
    findOrg(table, name),
    findMember(table, name, principal.name),
  ]);
  return { org: known(text, org, principal, member), actor: actorOf(principal, member), member };
}

/** The organization, for those who may know of it. */
export function known(
  text: string,
  org: Org | undefined,
  { admin }: UserPrincipal,
  member: Member | undefined,
): Org {
  if (!org || !(member || admin)) throw noOrg(text);
  return org;
}

export const actorOf = ({ name, admin }: UserPrincipal, member: Member | undefined): Actor => ({
  name,
  role: admin ? 'registry' : member?.role,
});

/** Who looks at the packages of the organization; an admin of the registry sees all of them. */
export const viewerOf = ({ actor, member }: Insider): Viewer => ({
  name: actor.name,
  membership: actor.role === 'registry' ? undefined : member,
});

function checkSight(principal: UserPrincipal): void {
  if (canSeeAll(principal)) return;
  throw forbidden('a token that is limited to some packages does not show organizations');
}

/** Throws for tokens that are not as good as the person. */
export function checkWhole(principal: UserPrincipal): void {
  if (canManageAccount(principal)) return;
  throw forbidden('a limited token can not change organizations: log in with the password');
}
