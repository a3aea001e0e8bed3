import { notFound, type RegistryError } from '#domain/errors.ts';
import type { Publisher } from '#domain/principal.ts';
import { asStageId } from '#domain/staging/staged-version.ts';
import { decideHeld, type NameHolding } from '#http/staging/name-holding.ts';
import { findPackage } from '#store/packages.ts';
import type { Services } from '#store/services.ts';
import { findStaged, findStagingArea, type StoredStaged } from '#store/staging.ts';

type Stores = Pick<Services, 'table' | 'policy' | 'now'>;

/** Who stages versions of a package, approves them or manages it sees what waits; nobody else knows of it. */
export async function seesStaged(
  holding: NameHolding,
  principal: Publisher,
  stores: Stores,
): Promise<boolean> {
  for (const action of ['stage', 'approve', 'manage'] as const) {
    const { decision } = await decideHeld(holding, principal, action, stores);
    if (decision === 'allow') return true;
  }
  return false;
}

export interface VisibleStaged {
  readonly staged: StoredStaged;
  readonly holding: NameHolding;
}

/** A staged version that the principal may see, decided or not. Throws `not_found`, as for an id that nothing has. */
export async function findVisible(
  stores: Stores,
  principal: Publisher,
  text: string,
): Promise<VisibleStaged> {
  const id = asStageId(text);
  const staged = id === undefined ? undefined : await findStaged(stores, id);
  if (!staged) throw noStaged(text);
  const { name } = staged.draft;
  const [pkg, area] = await Promise.all([
    findPackage(stores.table, name),
    findStagingArea(stores.table, name),
  ]);
  const holding = { name, pkg, area };
  // Whoever rejected the only version of a new package has no claim to it any more, and may ask again.
  const own = staged.decision && principal.kind === 'user' && staged.decision.by === principal.name;
  if (own || (await seesStaged(holding, principal, stores))) return { staged, holding };
  // Decided after it was read, and its claim gone with that: read again, it says so.
  const late = !staged.decision && (await findStaged(stores, staged.id))?.decision;
  if (late) return findVisible(stores, principal, text);
  throw noStaged(text);
}

/** One that waits for its decision. */
export async function findWaiting(
  stores: Stores,
  principal: Publisher,
  text: string,
): Promise<StoredStaged> {
  const { staged } = await findVisible(stores, principal, text);
  if (staged.decision) throw noStaged(text);
  return staged;
}

export const noStaged = (id: string): RegistryError => notFound(`a staged version "${id}"`);
