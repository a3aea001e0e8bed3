import { administers, toWireRole } from '#domain/org/member.ts';
import type { Org, OrgName } from '#domain/org/org.ts';
import { scopeOfOrg } from '#domain/org/org.ts';
import { canSeeAll } from '#domain/permission.ts';
import type { Principal } from '#domain/principal.ts';
import { actorOf, type Insider, viewerOf } from '#http/org/membership.ts';
import { levelFor, shelfOf } from '#http/org/shelf.ts';
import { type FoundPage, foundPackages } from '#http/web/found-packages.ts';
import { shownPackages } from '#http/web/shown-packages.ts';
import { findMember, findOrg, listMembers } from '#store/orgs.ts';
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
  page: number,
  { table }: Pick<Services, 'table'>,
): Promise<FoundPage> {
  const shelf = await shelfOf(table, insider.org);
  const viewer = viewerOf(insider);
  const packages = shelf.packages.filter((pkg) => levelFor(shelf, viewer, pkg) !== 'none');
  return { total: packages.length, packages: shownPackages(packages, page) };
}

/** Packages in a scope that somebody else may know of, whosever they are. */
export const packagesOutside = async (
  principal: Principal,
  name: OrgName,
  page: number,
  services: Services,
): Promise<FoundPage> =>
  foundPackages(
    {
      text: `scope:${name}`,
      is: (pkg) => pkg.name.startsWith(`${scopeOfOrg(name)}/`),
      page,
    },
    principal,
    services,
  );

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
