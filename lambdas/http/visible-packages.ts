import type { PackageName } from '#domain/package-name.ts';
import type { Package } from '#domain/package.ts';
import type { Principal } from '#domain/principal.ts';
import { readable } from '#http/decide.ts';
import { findPackages } from '#store/packages.ts';
import type { Services } from '#store/services.ts';

type Stores = Pick<Services, 'table' | 'policy'>;

/** Packages of these names that there are, and that the principal may know of. */
export async function findVisiblePackages(
  principal: Principal,
  names: readonly PackageName[],
  services: Stores,
): Promise<ReadonlyMap<PackageName, Package>> {
  const packages = await findPackages(services.table, names);
  const here = [...packages.values()].filter(({ unpublished }) => !unpublished);
  const reads = here.map((pkg) => ({ name: pkg.name, pkg }));
  const seen = await readable(principal, reads, services);
  return new Map(here.filter(({ name }) => seen.has(name)).map((pkg) => [pkg.name, pkg]));
}

/** Those of the packages that the principal may know of. */
export async function visibleTo(
  principal: Principal,
  names: readonly PackageName[],
  services: Stores,
): Promise<readonly PackageName[]> {
  const packages = await findPackages(services.table, names);
  const reads = names.map((name) => ({ name, pkg: packages.get(name) }));
  const seen = await readable(principal, reads, services);
  return names.filter((name) => seen.has(name) && !packages.get(name)?.unpublished);
}
