import { type GrantedTeams, type Level, levelOf, levelOfTeam, living } from '#domain/org/grants.ts';
import { administers, type Membership } from '#domain/org/member.ts';
import { type Org, scopeOfOrg, type Team, wholeScope } from '#domain/org/org.ts';
import type { Package } from '#domain/package.ts';
import { listGrants } from '#store/orgs.ts';
import { listPackagesIn } from '#store/scope-packages.ts';
import type { TableReader } from '#store/table.ts';

/** The packages of an organization and what its teams may do with each. */
export interface Shelf {
  readonly packages: readonly Package[];
  readonly scope: GrantedTeams;
  readonly grants: ReadonlyMap<string, GrantedTeams>;
}

export async function shelfOf(table: TableReader, org: Org): Promise<Shelf> {
  const [packages, grants] = await Promise.all([
    listPackagesIn(table, scopeOfOrg(org.name)),
    listGrants(table, org.name),
  ]);
  const byTarget = new Map(grants.map(({ target, teams }) => [target, living(teams, org)]));
  return {
    packages: packages.filter(({ unpublished }) => !unpublished),
    scope: byTarget.get(wholeScope(org.name)) ?? {},
    grants: byTarget,
  };
}

/** Who looks at a shelf; without a membership: an admin of the registry. */
export interface Viewer {
  readonly name: string;
  readonly membership: Membership | undefined;
}

/** What somebody may do with a package of the shelf, as npm shows it: what anyone may read counts, too. */
export function levelFor({ scope, grants }: Shelf, viewer: Viewer, pkg: Package): Level {
  const { name, membership } = viewer;
  const all = !membership || administers(membership.role);
  if (all || pkg.owners.some((owner) => owner.name === name)) return 'write';
  const level = levelOf(membership, scope, grants.get(pkg.name));
  return level === 'none' && pkg.visibility === 'public' ? 'read' : level;
}

/** Names and levels, as `npm access list packages` prints them. */
export type Listing = Readonly<Record<string, Level>>;

/** What somebody may do with all packages of the shelf that they may know of. */
export const listingFor = (shelf: Shelf, viewer: Viewer): Listing =>
  toListing(shelf.packages.map((pkg) => [pkg.name, levelFor(shelf, viewer, pkg)]));

/** What a team may do with packages, of those that the viewer may know of; and with the whole scope. */
export function listingOfTeam(shelf: Shelf, org: Org, { id }: Team, viewer: Viewer): Listing {
  const seen = shelf.packages.filter((pkg) => levelFor(shelf, viewer, pkg) !== 'none');
  return toListing([
    [wholeScope(org.name), shelf.scope[id] ?? 'none'],
    ...seen.map(({ name }): [string, Level] => [
      name,
      levelOfTeam(id, shelf.scope, shelf.grants.get(name) ?? {}),
    ]),
  ]);
}

const toListing = (levels: readonly (readonly [string, Level])[]): Listing =>
  Object.fromEntries(levels.filter(([, level]) => level !== 'none'));
