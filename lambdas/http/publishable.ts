import { forbidden, unavailable } from '#domain/errors.ts';
import { parseNewPackageName, type PackageName, scopeOf } from '#domain/package-name.ts';
import type { Package } from '#domain/package.ts';
import { actorOf, type Publisher } from '#domain/principal.ts';
import type { Shadowing, Shadows } from '#domain/upstream/shadowing.ts';
import { CANARY, CANARY_SCOPE } from '#domain/user.ts';
import { findHolding, permitHeld } from '#http/staging/name-holding.ts';
import type { Services } from '#store/services.ts';
import { UpstreamError } from '#store/upstream/upstream-error.ts';
import type { Upstreams } from '#store/upstream/upstreams.ts';

/** The package that somebody may publish, or stage a version of; undefined: the name is free, and can be claimed. */
export async function findPublishable(
  principal: Publisher,
  name: PackageName,
  services: Pick<Services, 'table' | 'policy' | 'now' | 'upstreams'>,
  action: 'publish' | 'stage' = 'publish',
): Promise<Package | undefined> {
  const holding = await findHolding(services, name);
  await permitHeld(holding, principal, action, services);
  const { pkg } = holding;
  if (!pkg) await checkClaim(parseNewPackageName(name), principal, services);
  return pkg;
}

/**
 * A name that is taken in the registry behind this one is not just anybody's here: whoever claims it decides
 * what all those install from then on who wanted the other. Throws where it can't be found out and matters.
 */
export async function checkClaim(
  name: PackageName,
  principal: Publisher,
  { upstreams }: Pick<Services, 'upstreams'>,
): Promise<Shadows> {
  if (scopeOf(name) === CANARY_SCOPE && actorOf(principal) !== CANARY) {
    throw forbidden(
      `${CANARY_SCOPE} is where the registry watches itself: publish in another scope`,
    );
  }
  if (!upstreams?.serves(name)) return 'nothing';
  const free = mayShadow(principal, upstreams);
  const found = await lookUp(name, upstreams, free);
  if (free || found === 'nothing') return found;
  throw forbidden(
    `${name} exists in the registry behind this one, and only ${WHO[upstreams.shadowing]} may take its place here: publish it in a scope of yours, or ask an admin`,
  );
}

/** A run that claims a name comes from a repository of a trusted owner: no other gets this far. */
function mayShadow(principal: Publisher, { shadowing }: Upstreams): boolean {
  if (shadowing === 'anyone') return true;
  return principal.kind === 'ci' ? shadowing === 'trusted-owners' : principal.admin;
}

const WHO = {
  admin: 'an admin of this registry',
  'trusted-owners': 'an admin of this registry or CI of an owner that it trusts',
  anyone: 'everybody',
} as const satisfies Readonly<Record<Shadowing, string>>;

async function lookUp(name: PackageName, upstreams: Upstreams, free: boolean): Promise<Shadows> {
  try {
    return (await upstreams.document(name, 'abbreviated')) ? 'upstream' : 'nothing';
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    // Whoever may claim it anyway does not have to wait until it can be found out.
    if (free) return 'unknown';
    throw unavailable(
      `whether ${name} is taken in the registry behind this one can't be found out (${error.message}): repeat the command later, publish it in a scope of yours, or ask an admin`,
      error,
    );
  }
}
