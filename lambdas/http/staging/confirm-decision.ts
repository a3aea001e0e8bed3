import { requireSecondFactor } from '#http/second-factor.ts';
import type { Deciding } from '#http/staging/deciding.ts';
import type { VisibleStaged } from '#http/staging/find-visible.ts';
import { permitHeld } from '#http/staging/name-holding.ts';

/**
 * What is decided of a staged version is decided by a person: with a second factor, if they have one, whatever
 * their token. Who repeats what was decided is told so without.
 */
export async function confirmDecision(
  call: Deciding,
  { staged, holding }: VisibleStaged,
): Promise<void> {
  if (staged.decision) return;
  await permitHeld(holding, call.principal, 'approve', call.services);
  await requireSecondFactor('always', { ...call, pkg: holding.pkg });
}
