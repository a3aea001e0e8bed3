import type { PackageName } from '#domain/package-name.ts';
import { claimOf } from '#domain/staging/staging-area.ts';
import { shadowingClaims } from '#http/shadowing.ts';
import { findHolding, type NameHolding } from '#http/staging/name-holding.ts';
import { trustedOwnersNow } from '#http/trusted-owners.ts';
import { findLookAlikes } from '#store/look-alikes.ts';
import type { Services } from '#store/services.ts';
import { UpstreamError } from '#store/upstream/upstream-error.ts';
import { type NameFacts, namesPage } from '#web/admin/names.ts';
import type { Page } from '#web/layout.ts';

import { WHO_SHADOWS } from './rules-of.ts';

interface Asked {
  /** As it was typed. */
  readonly asked: string;
  /** Undefined: it can be no name. */
  readonly name: PackageName | undefined;
  /** Where the list of names that exist upstream goes on. */
  readonly after: string | undefined;
}

/** Such names of a page. */
const LISTED = 20;

/** Who may claim names, which of them exist upstream too, and what is known of one. */
export async function namePage({ asked, name, after }: Asked, services: Services): Promise<Page> {
  const { policy, upstreams } = services;
  const [facts, accounts, taken] = await Promise.all([
    name && factsOf(name, services),
    trustedOwnersNow(services),
    shadowingClaims({ before: after, size: LISTED }, services),
  ]);
  return namesPage({
    asked,
    facts,
    shadowing: upstreams && WHO_SHADOWS[upstreams.shadowing],
    ownScopes: policy.ownScopes,
    accounts,
    taken: { ...taken, later: after !== undefined },
  });
}

async function factsOf(name: PackageName, services: Services): Promise<NameFacts> {
  const [holding, upstream, { names }] = await Promise.all([
    findHolding(services, name),
    upstreamOf(name, services),
    findLookAlikes(services.table, name),
  ]);
  return {
    name,
    ...whose(holding, services.now()),
    upstream,
    alike: names.filter((other) => other !== name),
  };
}

function whose({ pkg, area }: NameHolding, now: Date): Pick<NameFacts, 'here' | 'owners'> {
  const owners = (pkg?.owners ?? claimOf(area, now)?.by.owners ?? []).map((owner) => owner.name);
  if (pkg) return { here: pkg.unpublished ? 'unpublished' : 'package', owners };
  return { here: claimOf(area, now) ? 'staged' : 'nobody', owners };
}

async function upstreamOf(
  name: PackageName,
  { upstreams }: Services,
): Promise<NameFacts['upstream']> {
  if (!upstreams?.serves(name)) return 'not-asked';
  try {
    return (await upstreams.document(name, 'abbreviated')) ? 'there' : 'missing';
  } catch (error) {
    if (error instanceof UpstreamError) return 'unknown';
    throw error;
  }
}
