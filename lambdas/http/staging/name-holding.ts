import type { PackageName } from '#domain/package-name.ts';
import type { Package } from '#domain/package.ts';
import type { Action, Subject } from '#domain/permission.ts';
import type { Principal } from '#domain/principal.ts';
import { refusal } from '#domain/refusal.ts';
import { claimOf, claimSubject, type StagingArea } from '#domain/staging/staging-area.ts';
import { type Decided, decideOn, subjectOf } from '#http/decide.ts';
import { findPackage } from '#store/packages.ts';
import type { Services } from '#store/services.ts';
import { findStagingArea } from '#store/staging.ts';

type Stores = Pick<Services, 'table' | 'policy' | 'now'>;

/** Who has a name: its package, or else whoever staged the first version of one. */
export interface NameHolding {
  readonly name: PackageName;
  readonly pkg: Package | undefined;
  /** Looked for only where it decides. */
  readonly area: StagingArea | undefined;
}

/** What stands in the way of a publish: what is staged of a package that there is, does not. */
export async function findHolding({ table }: Stores, name: PackageName): Promise<NameHolding> {
  return holdingOf({ table }, name, await findPackage(table, name));
}

/** The same where the package was read already. */
export async function holdingOf(
  { table }: Pick<Stores, 'table'>,
  name: PackageName,
  pkg: Package | undefined,
): Promise<NameHolding> {
  return { name, pkg, area: pkg ? undefined : await findStagingArea(table, name) };
}

/** The name as permissions see it. */
export function heldSubject(
  { name, pkg, area }: NameHolding,
  principal: Principal,
  now: Date,
): Subject {
  const claim = pkg ? undefined : claimOf(area, now);
  return claim ? claimSubject(name, claim, principal) : subjectOf(name, pkg);
}

/** Decides by can(), and by the organization of the scope. */
export async function decideHeld(
  holding: NameHolding,
  principal: Principal,
  action: Action,
  stores: Stores,
): Promise<Decided> {
  const { name, pkg } = holding;
  const subject = heldSubject(holding, principal, stores.now());
  const decided = await decideOn(principal, action, { subject, isNew: !pkg }, stores);
  // As many calls as where nobody has the name: their time would tell that somebody does.
  if (pkg && decided.decision !== 'allow') await findStagingArea(stores.table, name);
  return decided;
}

/** Throws where it may not be done. */
export async function permitHeld(
  holding: NameHolding,
  principal: Principal,
  action: Action,
  stores: Stores,
): Promise<Decided> {
  const decided = await decideHeld(holding, principal, action, stores);
  if (decided.decision !== 'allow') throw refusal(decided.decision, action, holding.name);
  return decided;
}
