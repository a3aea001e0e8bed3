import { RegistryError } from '#domain/errors.ts';
import { type PackageName, parseNewPackageName } from '#domain/package-name.ts';
import type { Package } from '#domain/package.ts';
import { decided, type StageDecision } from '#domain/staging/staged-version.ts';
import { claimOf } from '#domain/staging/staging-area.ts';
import type { Shadows } from '#domain/upstream/shadowing.ts';
import type { Decided } from '#http/decide.ts';
import { checkRequired } from '#http/provenance.ts';
import {
  firstVersion,
  type NameClaim,
  nextVersion,
  noting,
  type Publication,
  toRelease,
} from '#http/publication.ts';
import { checkClaim } from '#http/publishable.ts';
import type { Store } from '#http/route.ts';
import { confirmDecision } from '#http/staging/confirm-decision.ts';
import { checkSame, decidedArea, type Deciding, stagedDetail } from '#http/staging/deciding.ts';
import { findVisible, noStaged, type VisibleStaged } from '#http/staging/find-visible.ts';
import { permitHeld } from '#http/staging/name-holding.ts';
import { findLookAlikes } from '#store/look-alikes.ts';
import { changePackage } from '#store/package-change.ts';
import type { PackageChange } from '#store/package-transaction.ts';
import { draftOf, findStaged, findStagingArea, type StoredStaged } from '#store/staging.ts';
import { finishUnpublish } from '#store/unpublish.ts';

/** What approving touches. */
export const APPROVING: readonly Store[] = [
  'orgs:read',
  'packages:read',
  'packages:write',
  'staged:read',
  'staged:write',
  'documents:write',
  'blobs:write',
  'signer',
  'trust:claim',
  'upstream:read',
];

/**
 * Publishes a staged version as it was staged, in the name of who staged it. One transaction publishes it and says
 * that it was approved; whoever comes second is told.
 */
export async function approveStaged(call: Deciding, id: string): Promise<StoredStaged> {
  const { services, principal } = call;
  const found = await findVisible(services, principal, id);
  await confirmDecision(call, found);
  const { name } = found.staged.draft;
  const decision: StageDecision = { outcome: 'approved', by: principal.name };
  const shadows = await shadowsOf(call, found);
  try {
    const published = await changePackage(services, name, async (pkg) =>
      approving(call, { name, id: found.staged.id, decision, shadows }, pkg),
    );
    // The first answer may have been lost because what follows the transaction did not happen.
    if (!published) await services.packageChanged(name);
  } catch (error) {
    if (!(error instanceof RegistryError) || error.code !== 'version_exists') throw error;
    // Its number is not its own any more: somebody decided while this was on its way.
    const { staged } = await findVisible(services, principal, id);
    if (!staged.decision) throw noStaged(id);
    checkSame(staged, staged.decision, decision);
  }
  return found.staged;
}

/** Since it was staged, its name may have come up in the registry behind this one. */
async function shadowsOf(
  { principal, services }: Deciding,
  { staged, holding }: VisibleStaged,
): Promise<Shadows> {
  const { shadows, decision, draft } = staged;
  if (holding.pkg || decision || shadows !== 'nothing') return shadows;
  await permitHeld(holding, principal, 'approve', services);
  return checkClaim(parseNewPackageName(draft.name), principal, services);
}

interface Approval {
  readonly name: PackageName;
  readonly id: string;
  readonly decision: StageDecision;
  readonly shadows: Shadows;
}

/** Undefined where it is approved already, by the same person. */
async function approving(
  call: Deciding,
  { name, id, decision, shadows }: Approval,
  pkg: Package | undefined,
): Promise<PackageChange | undefined> {
  const { principal, services } = call;
  // In this order: where the area says that it waits no more, the version says why.
  const area = await findStagingArea(services.table, name);
  const staged = await findStaged(services, id);
  if (!staged) throw noStaged(id);
  if (staged.decision) {
    checkSame(staged, staged.decision, decision);
    return undefined;
  }
  const permitted = await permitHeld({ name, pkg, area }, principal, 'approve', services);
  // The rule may be younger than what was staged.
  checkRequired(name, pkg, staged.draft.provenance);
  if (pkg?.unpublished) await finishUnpublish(services, pkg);
  const now = services.now();
  const approved = decided(staged, decision, now);
  const staging = decidedArea(area, approved, now);
  if (!staging) throw noStaged(id);
  const publication = await toPublication(call, staged, shadows);
  const { basis } = permitted;
  const change = pkg
    ? { ...nextVersion(publication, pkg), basis }
    : firstVersion(publication, await toClaim(call, staged, { staging, shadows, permitted }));
  return { ...change, staging, approved };
}

/** Of a name that is the claimer's since the version was staged. */
async function toClaim(
  { services }: Deciding,
  { draft: { name }, visibility }: StoredStaged,
  { staging, shadows, permitted }: Pick<NameClaim, 'staging' | 'shadows'> & { permitted: Decided },
): Promise<NameClaim> {
  return {
    ...(claimOf(staging.before, services.now()) ?? { by: { owners: [] } }),
    visibility: visibility ?? services.policy.newPackages,
    // It was looked for others when the name was claimed, and who came later was told of this one.
    similar: await findLookAlikes(services.table, name),
    staging,
    shadows,
    decided: permitted,
  };
}

async function toPublication(
  call: Deciding,
  staged: StoredStaged,
  shadows: Shadows,
): Promise<Publication> {
  const { services } = call;
  const shadowed = shadows === 'nothing' ? {} : { shadows };
  return {
    release: await toRelease(await draftOf(services, staged), services),
    tags: staged.tags,
    note: noting(call, 'approve', { ...stagedDetail(staged), ...shadowed }),
  };
}
