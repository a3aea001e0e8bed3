import { RegistryError } from './errors.ts';

/** What was entered wrong: each kind is counted for itself. */
export type AttemptKind = 'password' | 'otp' | 'code';

/** Whose wrong attempts are counted together. */
export const COUNTED = ['address', 'account', 'pair'] as const;
export type Counted = (typeof COUNTED)[number];

/**
 * Wrong attempts before there is a pause. `pair`: of one address at one account. `account`: of all addresses
 * that are strange to it. `address`: of one address at all accounts, which a whole office may share.
 */
const FREE: Readonly<Record<Counted, number>> = { pair: 5, account: 20, address: 30 };

/** Milliseconds: the first pause, and the longest; each is twice the one before. */
const FIRST_PAUSE = 10_000;
const LONGEST_PAUSE = 900_000;

/** Milliseconds after the last wrong attempt for which it counts. */
const MEMORY = 86_400_000;
/** Milliseconds for which an address that somebody logged in from is theirs. */
const FAMILIAR = 90 * 86_400_000;
/** It is noted anew when less than this is left, not at every login. */
const RENEWED = 45 * 86_400_000;

/** Wrong attempts as they are kept; times in milliseconds since 1970. */
export interface Tries {
  readonly failures: number;
  /** Nothing is taken before. */
  readonly until: number;
  /** When the failures are forgotten. */
  readonly forgottenAt: number;
  /** Until when the address of a pair is familiar to its account. */
  readonly familiarUntil: number;
}

export type AllTries = Readonly<Record<Counted, Tries>>;

export const NO_TRIES: Tries = { failures: 0, until: 0, forgottenAt: 0, familiarUntil: 0 };

/** What still counts of it. */
export const currentTries = (tries: Tries, now: number): Tries =>
  tries.forgottenAt > now ? tries : { ...tries, failures: 0, until: 0 };

export const isFamiliar = ({ pair }: AllTries, now: number): boolean => pair.familiarUntil > now;

/**
 * Until when nothing is taken; in the past: it is. What strangers did to an account, and others from the same
 * address, does not hold up who has been there before: nobody can lock somebody else out of where they work.
 */
export function lockedUntil(tries: AllTries, now: number): number {
  if (isFamiliar(tries, now)) return tries.pair.until;
  return Math.max(tries.pair.until, tries.account.until, tries.address.until);
}

/** After one more wrong attempt. */
export function failed(tries: AllTries, now: number): AllTries {
  const strange = !isFamiliar(tries, now);
  return {
    pair: oneMore(tries.pair, 'pair', now),
    account: strange ? oneMore(tries.account, 'account', now) : tries.account,
    address: oneMore(tries.address, 'address', now),
  };
}

function oneMore(tries: Tries, counted: Counted, now: number): Tries {
  const failures = tries.failures + 1;
  const over = failures - FREE[counted];
  const pause = over < 0 ? 0 : Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** over);
  return { ...tries, failures, until: now + pause, forgottenAt: now + MEMORY };
}

/** Who begins to be locked out by a wrong attempt: it is noted once, however long it goes on. */
export const lockoutsBegun = (before: AllTries, after: AllTries): readonly Counted[] =>
  COUNTED.filter(
    (counted) =>
      before[counted].failures < FREE[counted] && after[counted].failures >= FREE[counted],
  );

/**
 * After a right one: what this address had got wrong at this account is taken back, and nothing else. Neither
 * does an owner's login give somebody who guesses new attempts, nor one's own login new guesses at others.
 */
export function succeeded(tries: AllTries, now: number): AllTries {
  const own = tries.pair.failures;
  const less = (one: Tries): Tries => ({ ...one, failures: Math.max(0, one.failures - own) });
  return {
    pair: { failures: 0, until: 0, forgottenAt: 0, familiarUntil: now + FAMILIAR },
    account: isFamiliar(tries, now) ? tries.account : less(tries.account),
    address: less(tries.address),
  };
}

/** Whether a right attempt changes anything worth a write. */
export const isWorthNoting = ({ pair }: AllTries, now: number): boolean =>
  pair.failures > 0 || pair.familiarUntil - now < RENEWED;

const WHAT: Readonly<Record<AttemptKind, string>> = {
  password: 'passwords',
  otp: 'one-time passwords',
  code: 'codes',
};

/** What somebody is told who has to wait. */
export function tooManyAttempts(kind: AttemptKind, tries: AllTries, now: number): RegistryError {
  const until = lockedUntil(tries, now);
  const seconds = Math.max(1, Math.ceil((until - now) / 1000));
  const byOthers = tries.pair.until < until && kind !== 'code';
  const besides = byOthers ? ', or from where you logged in before' : '';
  return new RegistryError(
    'too_many_requests',
    `too many wrong ${WHAT[kind]}: wait ${seconds} seconds and try again${besides}`,
    { headers: { 'retry-after': String(seconds) } },
  );
}
