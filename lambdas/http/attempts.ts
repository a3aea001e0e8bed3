import { RegistryError } from '#domain/errors.ts';

/** Wrong passwords that one address, or one account, may send within a minute. */
const ALLOWED = 20;
const WINDOW = 60_000;
const MOST = 10_000;

interface Count {
  readonly since: number;
  failures: number;
}

const counts = new WeakMap<object, Map<string, Count>>();

/** Refuses to check another password for an address or account that was wrong too often lately. */
export function checkAttempts(owner: object, address: string, account: string, now: Date): void {
  for (const key of keysOf(address, account)) {
    const count = counts.get(owner)?.get(key);
    const left = count ? count.since + WINDOW - now.getTime() : 0;
    if (count && left > 0 && count.failures >= ALLOWED) throw tooMany(left);
  }
}

export function countFailure(owner: object, address: string, account: string, now: Date): void {
  const known = counts.get(owner) ?? new Map<string, Count>();
  counts.set(owner, known);
  if (known.size >= MOST) known.clear();
  for (const key of keysOf(address, account)) {
    const count = known.get(key);
    const current = count && count.since + WINDOW > now.getTime();
    if (current) count.failures += 1;
    else known.set(key, { since: now.getTime(), failures: 1 });
  }
}

const keysOf = (address: string, account: string): readonly string[] => [
  `address ${address}`,
  `account ${account}`,
];

function tooMany(milliseconds: number): RegistryError {
  const seconds = Math.ceil(milliseconds / 1000);
  return new RegistryError(
    'too_many_requests',
    `too many wrong passwords: wait ${seconds} seconds and try again`,
    { headers: { 'retry-after': String(seconds) } },
  );
}
