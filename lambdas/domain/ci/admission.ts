import { forbidden, type RegistryError } from '#domain/errors.ts';
import { type PackageName, scopeOf } from '#domain/package-name.ts';
import type { CiPrincipal } from '#domain/principal.ts';

import type { CiIdentity } from './identity.ts';
import { type CiIssuer, isIssuer, type TrustedOwner } from './issuers.ts';
import { isOfRepository, mismatches } from './matching.ts';
import type { RunToken } from './run-token.ts';
import { type CiRun, repositoryOf } from './run.ts';
import type { TrustedPublisher } from './trusted-publisher.ts';

/** How a run is let in: by a trusted publisher, or to claim a name that nobody has. */
export type Admission =
  | { readonly kind: 'trusted'; readonly publisher: TrustedPublisher }
  | { readonly kind: 'claims' };

/** What is known of the package that a run wants to publish. */
export interface Sought {
  readonly name: PackageName;
  /** Whether somebody has it, or had it. */
  readonly taken: boolean;
  readonly publishers: readonly TrustedPublisher[];
}

/** Refuses runs that the registry lets nobody publish by, whatever repository they are of. */
export function checkRun({ run, event, hosted }: CiIdentity, issuer: CiIssuer): void {
  if (issuer.refusedEvents.includes(event)) {
    throw forbidden(
      `runs that "${event}" sets off may hold somebody else's code and do not publish here: publish by a push, a tag or a release`,
    );
  }
  if (issuer.runners === 'hosted' && hosted === false) {
    throw forbidden(
      `${repositoryOf(run)} ran on a machine of its own, and only runs on machines of the service publish here: change "runs-on", or let the registry's operators set "runners": "any"`,
    );
  }
}

/**
 * Decides whether a run may publish a package. Whoever is not let in is told the same of a package that is
 * private, one that is not there and one that trusts others.
 */
export function admit(
  identity: CiIdentity,
  sought: Sought,
  trustedOwners: readonly TrustedOwner[],
): Admission {
  const ofRepository = sought.publishers.filter((publisher) => isOfRepository(publisher, identity));
  const fitting = ofRepository.filter((publisher) => mismatches(publisher, identity).length === 0);
  const publisher = fitting.find(({ permissions }) => permissions.includes('createPackage'));
  const best = publisher ?? fitting[0];
  if (best) return { kind: 'trusted', publisher: best };
  const [near] = ofRepository;
  if (near) throw almost(sought.name, near, identity);
  if (!sought.taken && mayClaim(identity.run, sought.name, trustedOwners))
    return { kind: 'claims' };
  throw stranger(sought.name, identity.run);
}

/** The trusted owner that a run's repository belongs to. */
export const trustedOwnerOf = (
  { provider, issuer, owner }: CiRun,
  trustedOwners: readonly TrustedOwner[],
): TrustedOwner | undefined =>
  trustedOwners.find(
    (each) => each.provider === provider && each.id === owner.id && isIssuer(each.issuer, issuer),
  );

function mayClaim(run: CiRun, name: PackageName, trustedOwners: readonly TrustedOwner[]): boolean {
  const owner = trustedOwnerOf(run, trustedOwners);
  if (!owner?.scopes) return owner !== undefined;
  const scope = scopeOf(name);
  return scope !== undefined && owner.scopes.includes(scope);
}

/** Whoever runs in the right repository may know what is wrong with the run. */
function almost(
  name: PackageName,
  publisher: TrustedPublisher,
  identity: CiIdentity,
): RegistryError {
  const [wrong] = mismatches(publisher, identity);
  const { what = '', expected = '', found = '' } = wrong ?? {};
  return forbidden(
    `${name} trusts ${repositoryOf(identity.run)}, but ${what} must be ${expected} and is ${found}: publish from there, or let an owner of ${name} change it with \`npm trust\``,
  );
}

function stranger(name: PackageName, run: CiRun): RegistryError {
  const { provider, owner, repository, workflow } = run;
  const trust =
    provider === 'circleci'
      ? `npm trust circleci ${name}`
      : `npm trust ${provider} ${name} --${provider === 'github' ? 'repo' : 'project'} ${repository.name} --file ${workflow}`;
  return forbidden(
    `${name} does not trust ${repositoryOf(run)} (repository ${repository.id}): an owner of ${name} can run \`${trust} --allow-publish\`. For a new name, the registry's operators list the account ${owner.name} under trustedOwners, as "${provider}:${owner.id}"`,
  );
}

/**
 * What a run's token is worth now. A run that claims a name is trusted once its repository has it: another
 * of its jobs may have been first.
 */
export function standingOf(
  { claims, publisherId, run }: Pick<RunToken, 'claims' | 'publisherId' | 'run'>,
  publishers: readonly TrustedPublisher[],
): CiPrincipal['standing'] {
  const still = publishers.some(
    ({ id, origin, issuer, repositoryId }) =>
      id === publisherId ||
      (claims && origin === 'claim' && issuer === run.issuer && repositoryId === run.repository.id),
  );
  if (still) return 'trusted';
  return claims ? 'claims' : 'gone';
}
