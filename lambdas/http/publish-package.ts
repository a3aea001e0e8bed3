import { looksLikeAnother } from '#domain/claim.ts';
import { LATEST } from '#domain/dist-tag.ts';
import { RegistryError } from '#domain/errors.ts';
import { type PackageName, parseNewPackageName } from '#domain/package-name.ts';
import type { Package, Release } from '#domain/package.ts';
import { can } from '#domain/permission.ts';
import { type Publisher, publisherOf } from '#domain/principal.ts';
import { planPublish, PublishDocument, type PublishPlan } from '#domain/publish-document.ts';
import { refusal } from '#domain/refusal.ts';
import { subjectOf } from '#http/access.ts';
import { auditOf } from '#http/audit.ts';
import { claimedBy, standingNow } from '#http/claimed-by.ts';
import { parse } from '#http/input.ts';
import { type Attested, checkRequired, verifyAttached } from '#http/provenance.ts';
import { checkClaim, type Shadows } from '#http/publishable.ts';
import { alreadyPublished } from '#http/repeated-publish.ts';
import type { Request } from '#http/request.ts';
import { receiveTexts, type TextBlobs } from '#http/text-blobs.ts';
import { findLookAlikes, type LookAlikes } from '#store/look-alikes.ts';
import { changePackage, type Foresight } from '#store/package-change.ts';
import type { PackageChange } from '#store/package-transaction.ts';
import { findPackage } from '#store/packages.ts';
import type { PendingTarball } from '#store/receive-publish.ts';
import type { Services } from '#store/services.ts';
import { finishUnpublish } from '#store/unpublish.ts';

export interface Publishing {
  readonly params: { readonly package: PackageName };
  readonly principal: Publisher;
  readonly request: Request;
  readonly services: Services;
}

interface Received {
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
  const attested = await verifyAttached(call, sent, plan);
  const texts = await receiveTexts(services.blobs, {
    readme: plan.readme?.text,
    provenance: attested?.bundle,
  });
  const release = await toRelease(call, plan, { attested, integrity: texts.integrity });
  let kept: Promise<unknown> | undefined;
  try {
    const after = await changePackage(
      services,
      params.package,
      async (pkg) => {
        await checkAllowed(call, pkg);
        checkRequired(params.package, pkg, attested);
        if (pkg?.unpublished) await finishUnpublish(services, pkg);
        const change = await publishing(call, { plan, release, shadows }, pkg);
        // Only now is it sure that the bytes are wanted. The disk has them before the table is told.
        kept ??= Promise.all([tarball.blob.keep(), texts.keep()]);
        // Until the change waits for it, its failure is nobody's.
        kept.catch(() => undefined);
        return { ...change, onceDone: kept };
      },
      foreseen(principal, foresight),
    );
    if (!after) throw new Error('a publish always changes its package');
    return after;
  } catch (error) {
    // Two retries of one publish at once: the second finds the first's version.
    const again = isVersionExists(error) ? await alreadyPublished(call, claimed) : undefined;
    if (again) return again;
    throw error;
  } finally {
    await texts.discard();
  }
}

/** Whether a name that was just taken is one's own stands beside the package: that can't be foreseen. */
const foreseen = (principal: Publisher, foresight: Foresight): Foresight | undefined =>
  principal.kind === 'ci' && principal.standing === 'claims' ? undefined : foresight;

/** Permission is decided again on the very state that is written. */
async function checkAllowed(
  { params, principal, services }: Publishing,
  pkg: Package | undefined,
): Promise<void> {
  const caller = pkg ? await standingNow(principal, services) : principal;
  const decision = can(caller, 'publish', subjectOf(params.package, pkg), services.policy);
  if (decision !== 'allow') throw refusal(decision, 'publish', params.package);
}

const isVersionExists = (error: unknown): boolean =>
  error instanceof RegistryError && error.code === 'version_exists';

async function toRelease(
  { services: { now, policy, signer }, principal }: Publishing,
  plan: PublishPlan,
  { attested, integrity }: Beside,
): Promise<Omit<Release, 'rev'>> {
  const { name, version, manifest, readme, tarball } = plan;
  const { digests, size, unpackedSize, fileCount } = tarball;
  const signature = await signer.sign(`${name}@${version}:${digests.integrity}`);
  return {
    name,
    version,
    publishedAt: now().toISOString(),
    publisher: publisherOf(principal, new URL(policy.publicUrl).hostname),
    ...(principal.kind === 'ci' && {
      run: { ...principal.run, publisherId: principal.publisherId },
    }),
    ...digests,
    size,
    unpackedSize,
    fileCount,
    signatures: [signature],
    manifest: JSON.stringify(manifest),
    ...(readme &&
      integrity.readme !== undefined && {
        readme: { integrity: integrity.readme, filename: readme.filename },
      }),
    ...(attested &&
      integrity.provenance !== undefined && {
        provenance: { integrity: integrity.provenance, ...attested.facts },
      }),
  };
}

/** What a release names beside its tarball. */
interface Beside extends Pick<TextBlobs, 'integrity'> {
  readonly attested: Attested | undefined;
}

interface Claiming {
  readonly plan: PublishPlan;
  readonly release: Omit<Release, 'rev'>;
  readonly shadows: Shadows;
}

async function publishing(
  call: Publishing,
  { plan, release: published, shadows }: Claiming,
  pkg: Package | undefined,
): Promise<PackageChange> {
  const { name, version, tags, tarball } = plan;
  const { integrity } = tarball.digests;
  const pointed = Object.fromEntries(tags.map((tag) => [tag, version]));
  const distTags = { [LATEST]: version, ...pkg?.distTags, ...pointed };
  const shadowed = shadows === 'nothing' ? {} : { shadows };
  const { provenance } = published;
  const attested = provenance ? { provenance } : {};
  const detail = { version, integrity, tags: [...tags], ...shadowed, ...attested };
  const audit = auditOf(call, 'publish', detail);
  if (pkg) {
    const { unpublished: _, ...rest } = pkg;
    return { before: pkg, after: { ...rest, distTags }, published, audit };
  }
  const owned = await claimedBy(call, name, published);
  return {
    before: undefined,
    after: {
      name: parseNewPackageName(name),
      createdAt: published.publishedAt,
      ...owned.by,
      visibility: plan.visibility ?? call.services.policy.newPackages,
      distTags,
      stars: 0,
    },
    published,
    ...(owned.trusted && { trusted: owned.trusted }),
    similar: await claim(call, name),
    audit,
  };
}

/** Only who owns all packages that look like it may take a name. */
async function claim({ principal, services }: Publishing, name: PackageName): Promise<LookAlikes> {
  const similar = await findLookAlikes(services.table, name);
  const others = await Promise.all(
    similar.names.map(async (other) => findPackage(services.table, other)),
  );
  const foreign = others.filter((other) => other && !isTheirs(principal, other));
  if (foreign.length === 0) return similar;
  const known = foreign.filter((other) => other?.visibility === 'public');
  throw looksLikeAnother(
    name,
    known.length > 0 ? known.map((other) => other?.name ?? '') : ['another package'],
  );
}

function isTheirs(principal: Publisher, { owners }: Package): boolean {
  if (principal.kind === 'ci') return false;
  return principal.admin || owners.some((owner) => owner.name === principal.name);
}
