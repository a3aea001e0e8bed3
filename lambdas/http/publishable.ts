import { parseNewPackageName, type PackageName } from '#domain/package-name.ts';
import type { Package } from '#domain/package.ts';
import { can, refusal } from '#domain/permission.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import { subjectOf } from '#http/access.ts';
import { findPackage } from '#store/packages.ts';
import type { Services } from '#store/services.ts';

/** The package that somebody may publish; undefined: the name is free, and can be claimed. */
export async function findPublishable(
  principal: UserPrincipal,
  name: PackageName,
  { table, policy }: Pick<Services, 'table' | 'policy'>,
): Promise<Package | undefined> {
  const pkg = await findPackage(table, name);
  const decision = can(principal, 'publish', subjectOf(name, pkg), policy);
  if (decision !== 'allow') throw refusal(decision, 'publish', name);
  if (!pkg) parseNewPackageName(name);
  return pkg;
}
