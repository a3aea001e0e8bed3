import type { PackageName } from '#domain/package-name.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import type { UserName } from '#domain/user.ts';
import { readable } from '#http/decide.ts';
import { membershipsOf } from '#http/org/memberships.ts';
import { type Listing, listingFor, shelfOf } from '#http/org/shelf.ts';
import { sightOf } from '#http/sight.ts';
import { findPackages } from '#store/packages.ts';
import type { Services } from '#store/services.ts';

const PAGE = 250;

/** What a user owns, of what the caller may know of. */
export async function packagesOwnedBy(
  user: UserName,
  principal: UserPrincipal,
  services: Services,
): Promise<Listing> {
  const packages = await findPackages(services.table, await namesOf(user, principal, services));
  const owned = [...packages.values()].filter(
    ({ owners, unpublished }) => !unpublished && owners.some(({ name }) => name === user),
  );
  const reads = owned.map((pkg) => ({ name: pkg.name, pkg }));
  const seen = await readable(principal, reads, services);
  const names = owned.map(({ name }) => name).filter((name) => seen.has(name));
  return Object.fromEntries(names.toSorted().map((name) => [name, 'write' as const]));
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
  principal: UserPrincipal,
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
