import { notFound } from '#domain/errors.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Package } from '#domain/package.ts';
import type { Action } from '#domain/permission.ts';
import type { Publisher } from '#domain/principal.ts';
import { permit } from '#http/decide.ts';
import { changePackage } from '#store/package-change.ts';
import type { PackageChange } from '#store/package-transaction.ts';
import type { Services } from '#store/services.ts';

interface Writer {
  readonly params: { readonly package: PackageName };
  readonly principal: Publisher;
  readonly services: Services;
}

/**
 * Changes a package that is there. Permission is decided again on the very state that is written: an
 * owner who was removed a moment ago writes nothing, nor does a member whose organization took the right away.
 * The package as it is then.
 */
export async function updatePackage(
  { params, principal, services }: Writer,
  action: Action,
  plan: (pkg: Package) => Promise<PackageChange | undefined>,
): Promise<Package> {
  let current: Package | undefined;
  const written = await changePackage(services, params.package, async (pkg) => {
    if (!pkg || pkg.unpublished) throw notFound(`package "${params.package}"`);
    const { basis } = await permit(principal, action, { name: pkg.name, pkg }, services);
    current = pkg;
    const change = await plan(pkg);
    return change && { ...change, basis };
  });
  const result = written ?? current;
  if (!result) throw notFound(`package "${params.package}"`);
  return result;
}
