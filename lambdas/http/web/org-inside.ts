import { administers, toWireRole } from '#domain/org/member.ts';
import type { Org, OrgName } from '#domain/org/org.ts';
import { scopeOfOrg } from '#domain/org/org.ts';
import type { Package } from '#domain/package.ts';
import { canSeeAll } from '#domain/permission.ts';
import type { Principal } from '#domain/principal.ts';
import { readable } from '#http/decide.ts';
import { actorOf, type Insider, viewerOf } from '#http/org/membership.ts';
import { levelFor, shelfOf } from '#http/org/shelf.ts';
import { findMember, findOrg, listMembers } from '#store/orgs.ts';
import { listPackagesIn } from '#store/scope-packages.ts';
import type { Services } from '#store/services.ts';
import type { Inside } from '#web/people/org.ts';
import { roleOf } from '#web/people/roles.ts';

const MEMBERS = 30;

/** Whoever is in the organization, or an admin of the registry; undefined for everybody else. */
export async function insiderOf(
  principal: Principal,
  name: OrgName,
  { table }: Pick<Services, 'table'>,
): Promise<Insider | undefined> {
  if (principal.kind !== 'user' || !canSeeAll(principal)) return undefined;
  const [org, member] = await Promise.all([
    findOrg(table, name),
    findMember(table, name, principal.name),
  ]);
  if (!org || !(member || principal.admin)) return undefined;
  return { org, member, actor: actorOf(principal, member) };
}

/** Packages of an organization that one of its members may know of. */
export async function packagesInside(
  insider: Insider,
  { table }: Pick<Services, 'table'>,
): Promise<readonly Package[]> {
  const shelf = await shelfOf(table, insider.org);
  const viewer = viewerOf(insider);
  return shelf.packages.filter((pkg) => levelFor(shelf, viewer, pkg) !== 'none');
}

/** Packages in a scope that somebody else may know of, whosever it is. */
export async function packagesOutside(
  principal: Principal,
  name: OrgName,
  services: Pick<Services, 'table' | 'policy'>,
): Promise<readonly Package[]> {
  const all = await listPackagesIn(services.table, scopeOfOrg(name));
  const there = all.filter(({ unpublished }) => !unpublished);
  const reads = there.map((pkg) => ({ name: pkg.name, pkg }));
  const seen = await readable(principal, reads, services);
  return there.filter((pkg) => seen.has(pkg.name));
}

/** What members see of an organization. */
export async function shownInside(
  { org, actor, member }: Insider,
  { table }: Pick<Services, 'table'>,
): Promise<Inside> {
  const members = await listMembers(table, org.name);
  return {
    since: org.createdAt,
    viewer: actor.name,
    isMember: member !== undefined,
    administers: actor.role === 'registry' || administers(actor.role),
    members: members
      .slice(0, MEMBERS)
      .map(({ user, role }) => ({ user, role: roleOf(toWireRole(role)) })),
    total: members.length,
    teams: shownTeams(org),
  };
}

/** Teams by name. */
export const shownTeams = ({ teams }: Org): Inside['teams'] =>
  Object.entries(teams)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { description = '' }]) => ({ name, description }));
