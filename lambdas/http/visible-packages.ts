import type { PackageName } from '#domain/package-name.ts';
import type { Principal } from '#domain/principal.ts';
import { readable } from '#http/decide.ts';
import { findPackages } from '#store/packages.ts';
import type { Services } from '#store/services.ts';

/** Those of the packages that the principal may know of. */
export async function visibleTo(
  principal: Principal,
  names: readonly PackageName[],
  services: Pick<Services, 'table' | 'policy'>,
): Promise<readonly PackageName[]> {
  const packages = await findPackages(services.table, names);
  const reads = names.map((name) => ({ name, pkg: packages.get(name) }));
  const seen = await readable(principal, reads, services);
  return names.filter((name) => seen.has(name) && !packages.get(name)?.unpublished);
}
