import type { PackageName } from '#domain/package-name.ts';
import { can } from '#domain/permission.ts';
import type { Principal } from '#domain/principal.ts';
import { subjectOf } from '#http/access.ts';
import { findPackage } from '#store/packages.ts';
import type { Services } from '#store/services.ts';

/** Those of the packages that the principal may know of. */
export async function visibleTo(
  principal: Principal,
  names: readonly PackageName[],
  { table, policy }: Pick<Services, 'table' | 'policy'>,
): Promise<readonly PackageName[]> {
  const decisions = await Promise.all(
    names.map(async (name) => {
      const pkg = await findPackage(table, name);
      if (!pkg || pkg.unpublished) return false;
      return can(principal, 'read', subjectOf(name, pkg), policy) === 'allow';
    }),
  );
  return names.filter((_, index) => decisions[index]);
}
