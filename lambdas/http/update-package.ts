import { notFound } from '#domain/errors.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Package } from '#domain/package.ts';
import { type Action, can } from '#domain/permission.ts';
import type { Publisher } from '#domain/principal.ts';
import { refusal } from '#domain/refusal.ts';
import { subjectOf } from '#http/access.ts';
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
 * owner who was removed a moment ago writes nothing. The package as it is then.
 */
export async function updatePackage(
  { params, principal, services }: Writer,
  action: Action,
  plan: (pkg: Package) => Promise<PackageChange | undefined>,
): Promise<Package> {
  let current: Package | undefined;
  const written = await changePackage(services, params.package, async (pkg) => {
    if (!pkg || pkg.unpublished) throw notFound(`package "${params.package}"`);
    const decision = can(principal, action, subjectOf(pkg.name, pkg), services.policy);
    if (decision !== 'allow') throw refusal(decision, action, pkg.name);
    current = pkg;
    return plan(pkg);
  });
  const result = written ?? current;
  if (!result) throw notFound(`package "${params.package}"`);
  return result;
}
