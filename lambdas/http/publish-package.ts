import { RegistryError } from '#domain/errors.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Package, Release } from '#domain/package.ts';
import type { Publisher } from '#domain/principal.ts';
import { planPublish, PublishDocument, type PublishPlan } from '#domain/publish-document.ts';
import type { Shadows } from '#domain/upstream/shadowing.ts';
import { claimName } from '#http/claim-name.ts';
import { claimedBy, standingNow } from '#http/claimed-by.ts';
import type { Decided } from '#http/decide.ts';
import { prepareDraft } from '#http/draft-release.ts';
import { parse } from '#http/input.ts';
import { checkRequired } from '#http/provenance.ts';
import { firstVersion, nextVersion, noting, toRelease } from '#http/publication.ts';
import { checkClaim } from '#http/publishable.ts';
import { alreadyPublished } from '#http/repeated-publish.ts';
import type { Request } from '#http/request.ts';
import {
  findHolding,
  holdingOf,
  type NameHolding,
  permitHeld,
} from '#http/staging/name-holding.ts';
import { changePackage, type Foresight } from '#store/package-change.ts';
import type { PackageChange } from '#store/package-transaction.ts';
import type { PendingTarball } from '#store/receive-publish.ts';
import type { Services } from '#store/services.ts';
import { finishUnpublish } from '#store/unpublish.ts';

export interface Publishing {
  readonly params: { readonly package: PackageName };
  readonly principal: Publisher;
  readonly request: Request;
  readonly services: Services;
}

export interface Received {
  readonly document: unknown;
  readonly tarball: PendingTarball;
}

/** Publishes what was received: all of it becomes visible at once, or nothing is written. */
export async function publishPackage(
  call: Publishing,
  { document, tarball }: Received,
  foresight: Foresight,
): Promise<Package> {
  const { services, params, principal } = call;
  const sent = parse(PublishDocument, document, 'body');
  const plan = planPublish(params.package, sent, tarball.content);
  const claimed = { ...plan, integrity: plan.tarball.digests.integrity };
  const before = foresight.known && (await alreadyPublished(call, claimed));
  if (before) return before;
  const shadows = foresight.known
    ? 'nothing'
    : await checkClaim(params.package, principal, services);
  const { draft, keep, discard } = await prepareDraft(call, sent, { plan, tarball });
  const release = await toRelease(draft, services);
  try {
    return await write(call, { plan, release, shadows, keep }, foresight);
  } catch (error) {
    if (!isVersionExists(error)) throw error;
    // Somebody who staged it meanwhile may have the name, too, which is not everybody's to know.
    await checkAllowed(call, await findHolding(services, params.package));
    // Two retries of one publish at once: the second finds the first's version.
    const again = await alreadyPublished(call, claimed);
    if (again) return again;
    throw error;
  } finally {
    await discard();
  }
}

/** Whether a name that was just taken is one's own stands beside the package: that can't be foreseen. */
const foreseen = (principal: Publisher, foresight: Foresight): Foresight | undefined =>
  principal.kind === 'ci' && principal.standing === 'claims' ? undefined : foresight;

/** Permission is decided again on the very state that is written. */
async function checkAllowed(
  { principal, services }: Publishing,
  holding: NameHolding,
): Promise<Decided> {
  const caller = holding.pkg ? await standingNow(principal, services) : principal;
  return permitHeld(holding, caller, 'publish', services);
}

const isVersionExists = (error: unknown): boolean =>
  error instanceof RegistryError && error.code === 'version_exists';

interface Publishable {
  readonly plan: PublishPlan;
  readonly release: Omit<Release, 'rev'>;
  readonly shadows: Shadows;
  /** Makes the bytes durable. */
  readonly keep: () => Promise<unknown>;
}

async function write(
  call: Publishing,
  publishable: Publishable,
  foresight: Foresight,
): Promise<Package> {
  const { services, params, principal } = call;
  let kept: Promise<unknown> | undefined;
  const after = await changePackage(
    services,
    params.package,
    async (pkg) => {
      const holding = await holdingOf(services, params.package, pkg);
      const decided = await checkAllowed(call, holding);
      checkRequired(params.package, pkg, publishable.release.provenance);
      if (pkg?.unpublished) await finishUnpublish(services, pkg);
      const change = await publishing(call, publishable, { ...holding, decided });
      // Only now is it sure that the bytes are wanted. The disk has them before the table is told.
      kept ??= publishable.keep();
      // Until the change waits for it, its failure is nobody's.
      kept.catch(() => undefined);
      return { ...change, onceDone: kept };
    },
    foreseen(principal, foresight),
  );
  if (!after) throw new Error('a publish always changes its package');
  return after;
}

async function publishing(
  call: Publishing,
  { plan, release, shadows }: Publishable,
  { pkg, area, decided }: NameHolding & { readonly decided: Decided },
): Promise<PackageChange> {
  const { version, tags, tarball } = plan;
  const { integrity } = tarball.digests;
  const shadowed = shadows === 'nothing' ? {} : { shadows };
  const { provenance } = release;
  const attested = provenance ? { provenance } : {};
  const detail = { version, integrity, ...shadowed, ...attested };
  const publication = { release, tags, note: noting(call, 'publish', detail) };
  if (pkg) return { ...nextVersion(publication, pkg), basis: decided.basis };
  return firstVersion(publication, {
    ...(await claimedBy(call, plan.name, release, decided)),
    visibility: plan.visibility ?? call.services.policy.newPackages,
    similar: await claimName(call, plan.name, decided),
    staging: { before: area, after: undefined },
    shadows,
    decided,
  });
}
