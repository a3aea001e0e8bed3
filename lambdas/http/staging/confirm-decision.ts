import { requireSecondFactor } from '#http/second-factor.ts';
import type { Deciding } from '#http/staging/deciding.ts';
import { findVisible } from '#http/staging/find-visible.ts';
import { permitHeld } from '#http/staging/name-holding.ts';

/**
 * What is decided of a staged version is decided by a person: with a second factor, if they have one, whatever
 * their token. Who repeats what was decided is told so without.
 */
export async function confirmDecision(call: Deciding, id: string): Promise<void> {
  const { principal, services } = call;
  const { staged, holding } = await findVisible(services, principal, id);
  if (staged.decision) return;
  await permitHeld(holding, principal, 'approve', services);
  await requireSecondFactor('always', { ...call, pkg: holding.pkg });
}
