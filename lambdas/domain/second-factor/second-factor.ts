import type { UserName } from '#domain/user.ts';

/** As `npm profile enable-2fa` names them: codes for logging in and the account, or for every write too. */
export const SECOND_FACTOR_MODES = ['auth-only', 'auth-and-writes'] as const;
export type SecondFactorMode = (typeof SECOND_FACTOR_MODES)[number];

/** What is kept of a user's second factor. It stays when there is none any more, so that `rev` never goes back. */
export interface SecondFactor {
  readonly user: UserName;
  /** Counts every change, each code that was used included: what was decided on another one is not written. */
  readonly rev: number;
  readonly active?: ActiveFactor | undefined;
  readonly pending?: PendingFactor | undefined;
}

export interface ActiveFactor {
  readonly mode: SecondFactorMode;
  /** The authenticator's key, sealed. */
  readonly secret: string;
  readonly enrolledAt: string;
  /** Time step of the last code that was used: no code of it, or of one before it, is good again. */
  readonly lastStep: number;
  /** Hashes of the recovery codes that are left. */
  readonly recovery: readonly string[];
}

/** Begun, and not there until a code shows that the authenticator has the key. */
export interface PendingFactor {
  readonly mode: SecondFactorMode;
  readonly secret: string;
  readonly startedAt: string;
}

/** Milliseconds in which a second factor that was begun can be confirmed. */
const CONFIRMABLE = 30 * 60_000;

/** What waits for its first code. */
export function pendingAt({ pending }: SecondFactor, now: Date): PendingFactor | undefined {
  const started = pending && Date.parse(pending.startedAt);
  return started !== undefined && now.getTime() - started < CONFIRMABLE ? pending : undefined;
}

/** A second factor as `npm profile` shows it; `null`: there is none. */
export function tfaOf(factor: SecondFactor, now: Date): object | null {
  const { active } = factor;
  if (active) {
    return {
      mode: active.mode,
      pending: false,
      enrolled: active.enrolledAt,
      recovery_codes_left: active.recovery.length,
    };
  }
  const pending = pendingAt(factor, now);
  return pending ? { mode: pending.mode, pending: true } : null;
}
