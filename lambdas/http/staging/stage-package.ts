import { randomUUID } from 'node:crypto';

import type { Claimed } from '#domain/claim.ts';
import { unavailable } from '#domain/errors.ts';
import { parseNewPackageName } from '#domain/package-name.ts';
import type { ReleaseDraft } from '#domain/package.ts';
import { planPublish, PublishDocument, type PublishPlan } from '#domain/publish-document.ts';
import { type StagedVersion, toEntry } from '#domain/staging/staged-version.ts';
import { claimOf, withStaged } from '#domain/staging/staging-area.ts';
import type { Shadows } from '#domain/upstream/shadowing.ts';
import { auditOf } from '#http/audit.ts';
import { claimName } from '#http/claim-name.ts';
import { claimedBy, standingNow } from '#http/claimed-by.ts';
import type { Decided } from '#http/decide.ts';
import { prepareDraft } from '#http/draft-release.ts';
import { parse } from '#http/input.ts';
import { checkRequired } from '#http/provenance.ts';
import type { Publishing, Received } from '#http/publish-package.ts';
import { checkClaim } from '#http/publishable.ts';
import { permitHeld } from '#http/staging/name-holding.ts';
import { stagedBefore } from '#http/staging/staged-before.ts';
import { backOff } from '#store/backoff.ts';
import { findPackage } from '#store/packages.ts';
import { toStoredDraft } from '#store/releases.ts';
import { saveStaged } from '#store/stage-writes.ts';
import { findStagingArea } from '#store/staging.ts';

const ATTEMPTS = 12;
const DAY = 86_400_000;

/**
 * Keeps what was received until a person approves it, and tells its id. All that a publish checks is checked now:
 * approval does not fail for what was sent.
 */
export async function stagePackage(
  call: Publishing,
  { document, tarball }: Received,
): Promise<string> {
  const { services, params, principal } = call;
  const sent = parse(PublishDocument, document, 'body');
  const plan = planPublish(params.package, sent, tarball.content);
  const known = await findPackage(services.table, plan.name);
  const shadows = known
    ? 'nothing'
    : await checkClaim(parseNewPackageName(plan.name), principal, services);
  const { draft, keep, discard } = await prepareDraft(call, sent, { plan, tarball });
  try {
    return await write(call, { plan, draft, shadows, keep });
  } finally {
    await discard();
  }
}

interface Staging {
  readonly plan: PublishPlan;
  readonly draft: ReleaseDraft;
  readonly shadows: Shadows;
  readonly keep: () => Promise<unknown>;
}

async function write(call: Publishing, staging: Staging): Promise<string> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const id = await attemptOnce(call, staging);
    if (id !== undefined) return id;
    await backOff(attempt);
  }
  throw unavailable(`${staging.plan.name} is being changed by many at once: repeat the command`);
}

/** Undefined where somebody else was quicker. */
async function attemptOnce(call: Publishing, staging: Staging): Promise<string | undefined> {
  const { services, principal } = call;
  const { table, blobs, now } = services;
  const { plan, draft } = staging;
  const { name, version } = draft;
  const [pkg, area] = await Promise.all([findPackage(table, name), findStagingArea(table, name)]);
  const caller = pkg ? await standingNow(principal, services) : principal;
  const decided = await permitHeld({ name, pkg, area }, caller, 'stage', services);
  checkRequired(name, pkg, draft.provenance);
  const before = await stagedBefore(call, draft, plan.tags);
  if (before !== undefined) return before;
  const staged = toStaged(call, staging);
  const claim = pkg ? undefined : (claimOf(area, now()) ?? (await claimFor(call, staged, decided)));
  const after = withStaged({ name, area, claim }, toEntry(staged), now());
  const similar = pkg ? undefined : await claimName(call, name, decided);
  // Bytes are named by the table only once they are there.
  await staging.keep();
  const { id, tags, createdAt: at } = staged;
  const { integrity } = plan.tarball.digests;
  const audit = auditOf(call, 'stage', { id, version, integrity, tags: [...tags] });
  const obstacle = await saveStaged(table, {
    name,
    pkg,
    area: { before: area, after },
    staged: { ...staged, draft: await toStoredDraft(blobs, draft) },
    similar,
    basis: decided.basis,
    audit: { ...audit, at, subject: `package:${name}` },
  });
  return obstacle ? undefined : id;
}

/** A new name is its publisher's as long as a version of it waits. */
const claimFor = async (
  call: Publishing,
  { draft: { name, publisher }, createdAt: publishedAt }: StagedVersion,
  decided: Decided,
): Promise<Claimed> => claimedBy(call, name, { publisher, publishedAt }, decided);

function toStaged(
  { services: { now, policy } }: Publishing,
  { plan: { tags, visibility }, draft, shadows }: Staging,
): StagedVersion {
  const at = now();
  return {
    id: randomUUID(),
    draft,
    tags,
    ...(visibility && { visibility }),
    shadows,
    createdAt: at.toISOString(),
    until: new Date(at.getTime() + policy.stageDays * DAY).toISOString(),
  };
}
