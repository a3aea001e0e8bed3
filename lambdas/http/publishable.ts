import { forbidden } from '#domain/errors.ts';
import { parseNewPackageName, type PackageName, scopeOf } from '#domain/package-name.ts';
import type { Package } from '#domain/package.ts';
import { can, refusal } from '#domain/permission.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import { CANARY, CANARY_SCOPE } from '#domain/user.ts';
import { subjectOf } from '#http/access.ts';
import { findPackage } from '#store/packages.ts';
import type { Services } from '#store/services.ts';

/** The package that somebody may publish; undefined: the name is free, and can be claimed. */
export async function findPublishable(
  principal: UserPrincipal,
  name: PackageName,
  services: Pick<Services, 'table' | 'policy' | 'upstream'>,
): Promise<Package | undefined> {
  const { table, policy } = services;
  const pkg = await findPackage(table, name);
  const decision = can(principal, 'publish', subjectOf(name, pkg), policy);
  if (decision !== 'allow') throw refusal(decision, 'publish', name);
  if (!pkg) await checkClaim(parseNewPackageName(name), principal, services);
  return pkg;
}

/**
 * A name that is taken in the registry behind this one is not just anybody's here: whoever claims it decides
 * what all those install from then on who wanted the other. Throws UpstreamError where it can't be found out.
 */
export async function checkClaim(
  name: PackageName,
  { admin, name: user }: UserPrincipal,
  { upstream }: Pick<Services, 'upstream'>,
): Promise<void> {
  if (scopeOf(name) === CANARY_SCOPE && user !== CANARY) {
    throw forbidden(
      `${CANARY_SCOPE} is where the registry watches itself: publish in another scope`,
    );
  }
  if (!upstream?.serves(name) || upstream.shadowing === 'anyone' || admin) return;
  if (!(await upstream.document(name, 'abbreviated'))) return;
  throw forbidden(
    `${name} exists in the registry behind this one, and only an admin of this registry may take its place here: publish it in a scope of yours, or ask an admin`,
  );
}
