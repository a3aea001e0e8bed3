import { unavailable } from '#domain/errors.ts';
import { type OneTimePass, parseOneTimePass } from '#domain/second-factor/one-time-pass.ts';
import { spend } from '#domain/second-factor/spend.ts';
import type { UserName } from '#domain/user.ts';
import type { AuditEvent } from '#store/audit.ts';
import { saveSecondFactor } from '#store/second-factor-writes.ts';
import { findSecondFactor } from '#store/second-factors.ts';
import type { Services } from '#store/services.ts';

/** A pass that somebody gave, and what the audit log says if it was a recovery code. */
export interface PassUse {
  readonly user: UserName;
  readonly text: string;
  readonly audit: Omit<AuditEvent, 'at' | 'subject'>;
}

/** What came of it; `left`: recovery codes after one of them was used. */
export type PassOutcome = 'good' | 'wrong' | 'used' | { readonly left: number };

type Stores = Pick<Services, 'table' | 'now' | 'sealer'>;

/** How often a pass is looked at again because the second factor was changed meanwhile. */
const ATTEMPTS = 5;

/** Uses a pass up, so that nobody can use it again: of many who send one at once, one is told it was good. */
export async function useOneTimePass(stores: Stores, use: PassUse): Promise<PassOutcome> {
  const pass = parseOneTimePass(use.text);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const outcome = await tryOnce(stores, use, pass);
    if (outcome !== 'overtaken') return outcome;
  }
  throw unavailable('your second factor is being changed at this moment: repeat the command');
}

async function tryOnce(
  { table, now, sealer }: Stores,
  { user, audit }: PassUse,
  pass: OneTimePass,
): Promise<PassOutcome | 'overtaken'> {
  const before = await findSecondFactor(table, user);
  const { active } = before;
  if (!active) return 'wrong';
  const key = async (): Promise<Uint8Array> => sealer.unseal(active.secret, user);
  const spent = await spend(active, pass, key, now());
  if (spent === 'wrong' || spent === 'used') return spent;
  const change = { before, after: { ...before, active: spent } };
  if (pass.kind !== 'recovery') {
    return (await saveSecondFactor(table, change)) === 'saved' ? 'good' : 'overtaken';
  }
  const left = spent.recovery.length;
  const event = { ...audit, at: now().toISOString(), subject: `user:${user}`, detail: { left } };
  const outcome = await saveSecondFactor(table, { ...change, audit: event });
  return outcome === 'saved' ? { left } : 'overtaken';
}
