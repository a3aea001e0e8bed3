import { stepOf } from './authenticator.ts';
import type { OneTimePass } from './one-time-pass.ts';
import type { ActiveFactor } from './second-factor.ts';

/** What is left of a second factor once the pass was used; `used`: it was right, and somebody had it before. */
export type Spent = ActiveFactor | 'wrong' | 'used';

/** Uses a pass up. `key` gives the authenticator's, which is only asked for where a code is of one. */
export async function spend(
  active: ActiveFactor,
  pass: OneTimePass,
  key: () => Promise<Uint8Array>,
  now: Date,
): Promise<Spent> {
  if (pass.kind === 'unknown') return 'wrong';
  if (pass.kind === 'recovery') {
    const recovery = active.recovery.filter((hash) => hash !== pass.hash);
    return recovery.length < active.recovery.length ? { ...active, recovery } : 'wrong';
  }
  const step = stepOf(await key(), pass.code, now);
  if (step === undefined) return 'wrong';
  return step > active.lastStep ? { ...active, lastStep: step } : 'used';
}
