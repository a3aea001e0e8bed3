import { standingOf, trustedOwnerOf } from '#domain/ci/admission.ts';
import type { Claimed } from '#domain/claim.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Release } from '#domain/package.ts';
import type { CiPrincipal, Publisher } from '#domain/principal.ts';
import { asUserName, type Person } from '#domain/user.ts';
import type { Decided } from '#http/decide.ts';
import { listTrustedPublishers } from '#store/ci/trusted-publishers.ts';
import type { Services } from '#store/services.ts';
import { findUser } from '#store/users.ts';

interface Claiming {
  readonly principal: Publisher;
  readonly services: Pick<Services, 'table' | 'policy'>;
}

/**
 * A person who claims a name owns it; a repository is from then on the only one that publishes it. What is in
 * the scope of an organization is that one's, and not its publisher's, who may leave.
 */
export async function claimedBy(
  { principal, services }: Claiming,
  name: PackageName,
  { publisher, publishedAt }: Pick<Release, 'publisher' | 'publishedAt'>,
  { ofOrg }: Pick<Decided, 'ofOrg'>,
): Promise<Claimed> {
  if (principal.kind === 'user') return { by: { owners: ofOrg ? [] : [publisher] } };
  return {
    by: { owners: ofOrg ? [] : await ownersFor(principal, services), rules: { ciOnly: true } },
    trusted: {
      id: principal.publisherId,
      package: name,
      provider: principal.run.provider,
      issuer: principal.run.issuer,
      claims: { repository: principal.run.repository.name },
      repositoryId: principal.run.repository.id,
      permissions: ['createPackage', 'createStagedPackage'],
      origin: 'claim',
      createdAt: publishedAt,
      createdBy: principal.run.actor,
    },
  };
}

/** The users that the configuration names for the account; without any, only admins manage the package. */
async function ownersFor(
  { run }: CiPrincipal,
  { table, policy }: Claiming['services'],
): Promise<readonly Person[]> {
  const names = trustedOwnerOf(run, policy.trustedOwners)?.owners ?? [];
  const users = await Promise.all(
    names.map(asUserName).map(async (name) => name && findUser(table, name)),
  );
  return users
    .filter((user) => user !== undefined)
    .map((user) => ({ name: user.name, email: user.email }));
}

/** Of two jobs that claim a name at the same time, one finds it taken: by its own repository. */
export async function standingNow(
  principal: Publisher,
  { table }: Pick<Services, 'table'>,
): Promise<Publisher> {
  if (principal.kind !== 'ci' || principal.standing !== 'claims') return principal;
  const publishers = await listTrustedPublishers(table, principal.package);
  return { ...principal, standing: standingOf({ ...principal, claims: true }, publishers) };
}
