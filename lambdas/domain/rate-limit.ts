import { RegistryError } from './errors.ts';

/** What requests can be counted as. */
export const LIMIT_NAMES = [
  'login',
  'exchange',
  'publish',
  'tokens',
  'profile',
  'tickets',
] as const;
export type LimitName = (typeof LIMIT_NAMES)[number];

/** Requests a minute of one caller; 0: as many as come. */
export type Rates = Readonly<Record<LimitName, number>>;

/** Hundreds of packages of one repository are published in a minute; nobody logs in that often. */
export const DEFAULT_RATES: Rates = {
  login: 30,
  exchange: 600,
  publish: 1200,
  tokens: 120,
  profile: 30,
  tickets: 20,
};

export const NO_RATES: Rates = {
  login: 0,
  exchange: 0,
  publish: 0,
  tokens: 0,
  profile: 0,
  tickets: 0,
};

/** The setting of each; the same on one machine and on AWS. */
export const RATE_SETTINGS = {
  login: 'limitLogin',
  exchange: 'limitExchange',
  publish: 'limitPublish',
  tokens: 'limitTokens',
  profile: 'limitProfile',
  tickets: 'limitTickets',
} as const satisfies Readonly<Record<LimitName, string>>;

/** More would be too many writes of one key a second, where a table counts. */
export const HIGHEST_RATE = 30_000;

/** Seconds that requests are counted together. */
export const WINDOW = 60;

/** A stretch of time in which requests are counted together; both in seconds. */
export interface Window {
  readonly start: number;
  readonly left: number;
}

export function windowAt(now: Date): Window {
  const seconds = now.getTime() / 1000;
  const start = Math.floor(seconds / WINDOW) * WINDOW;
  return { start, left: Math.max(1, Math.ceil(start + WINDOW - seconds)) };
}

/** One caller's requests of one kind, as they stand. */
export interface Standing {
  readonly name: LimitName;
  readonly quota: number;
  readonly count: number;
  readonly window: Window;
}

/**
 * What is left, as draft-ietf-httpapi-ratelimit-headers-11 writes it. The older `RateLimit-Remaining` and
 * `X-RateLimit-*` are not sent: no client of a registry reads them.
 */
export function rateLimitHeaders({
  name,
  quota,
  count,
  window,
}: Standing): Readonly<Record<string, string>> {
  return {
    'ratelimit-policy': `"${name}";q=${quota};w=${WINDOW}`,
    ratelimit: `"${name}";r=${Math.max(0, quota - count)};t=${window.left}`,
  };
}

export function tooManyRequests({ name, quota, window: { left } }: Standing): RegistryError {
  return new RegistryError(
    'too_many_requests',
    `too many requests: this registry takes ${quota} a minute (${name}). Wait ${left} seconds, then repeat the command`,
    { headers: { 'retry-after': String(left) } },
  );
}
