import { versionExists, versionStaged } from '#domain/errors.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Package, ReleaseDraft } from '#domain/package.ts';
import type { Publisher as Principal } from '#domain/principal.ts';
import type { Version } from '#domain/version.ts';
import { findPackage } from '#store/packages.ts';
import type { Services } from '#store/services.ts';
import { findHolder } from '#store/staging.ts';

/** A retry of a publish that was acknowledged is answered like the publish for this long. */
const RETRY_WINDOW = 10 * 60_000;

/** A run's publish is repeated by the same run, whatever its service is called. */
export const isBy = (
  { publisher, run }: Pick<ReleaseDraft, 'publisher' | 'run'>,
  principal: Principal,
): boolean =>
  principal.kind === 'ci'
    ? run?.issuer === principal.run.issuer && run.run === principal.run.run
    : run === undefined && publisher.name === principal.name;

interface Publisher<S extends keyof Services> {
  readonly principal: Principal;
  readonly services: Pick<Services, S>;
}

/** What is about to be published. */
export interface ClaimedVersion {
  readonly name: PackageName;
  readonly version: Version;
  readonly integrity: string | undefined;
}

/**
 * Whether the version is there because this very publish was acknowledged within the last minutes.
 * `version_exists` if the number is taken by anything else, also by what is only staged.
 */
export async function isRepeated(
  { principal, services }: Publisher<'table' | 'now'>,
  { name, version, integrity }: ClaimedVersion,
): Promise<boolean> {
  const holder = await findHolder(services, name, version);
  if (holder.kind === 'staged') throw versionStaged(version, holder.stageId);
  if (holder.kind !== 'release') return false;
  const { release } = holder;
  const age = services.now().getTime() - Date.parse(release.publishedAt);
  const same = release.integrity === integrity && isBy(release, principal);
  if (!same || age > RETRY_WINDOW) throw versionExists(version);
  return true;
}

/** npm repeats a publish whose answer got lost: the package as that publish left it. */
export async function alreadyPublished(
  publisher: Publisher<'table' | 'now' | 'packageChanged'>,
  claimed: ClaimedVersion,
): Promise<Package | undefined> {
  if (!(await isRepeated(publisher, claimed))) return undefined;
  const { services } = publisher;
  // The first answer may have been lost because what follows the transaction did not happen.
  await services.packageChanged(claimed.name);
  return findPackage(services.table, claimed.name);
}
