import type { PackageName } from '#domain/package-name.ts';
import type { Package } from '#domain/package.ts';
import type { Principal, UserPrincipal } from '#domain/principal.ts';
import type { UserName } from '#domain/user.ts';
import { membershipsOf } from '#http/org/memberships.ts';
import { type Listing, listingFor, shelfOf } from '#http/org/shelf.ts';
import { sightOf } from '#http/sight.ts';
import { findVisiblePackages } from '#http/visible-packages.ts';
import type { Services } from '#store/services.ts';

const PAGE = 250;

/** What a user owns, of what the caller may know of, by name. */
async function ownedPackages(
  user: UserName,
  principal: Principal,
  services: Services,
): Promise<readonly Package[]> {
  const names = await namesOf(user, principal, services);
  const packages = await findVisiblePackages(principal, names, services);
  return [...packages.values()]
    .filter(({ owners }) => owners.some(({ name }) => name === user))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The same as `npm access list packages` prints it. */
export async function packagesOwnedBy(
  user: UserName,
  principal: UserPrincipal,
  services: Services,
): Promise<Listing> {
  const owned = await ownedPackages(user, principal, services);
  return Object.fromEntries(owned.map(({ name }) => [name, 'write' as const]));
}

/** What the caller may do with packages: those of one's own, and those of one's organizations. */
export async function ownPackages(principal: UserPrincipal, services: Services): Promise<Listing> {
  const { table } = services;
  const { name } = principal;
  const shelves = await Promise.all(
    (await membershipsOf(principal, table)).map(async ({ org, member }) =>
      listingFor(await shelfOf(table, org), { name, membership: member }),
    ),
  );
  return Object.assign({}, ...shelves, await packagesOwnedBy(name, principal, services));
}

/** Search knows packages by their owners, a moment late. */
async function namesOf(
  user: UserName,
  principal: Principal,
  { search, table }: Services,
): Promise<readonly PackageName[]> {
  const sees = await sightOf(principal, table);
  const names: PackageName[] = [];
  for (let from = 0; ; from += PAGE) {
    const { hits } = await search.search({ text: `maintainer:${user}`, from, size: PAGE, sees });
    names.push(...hits.map(({ document }) => document.name));
    if (hits.length < PAGE) return names;
  }
}
