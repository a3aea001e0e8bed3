import { Secret, TOTP } from 'otpauth';

/** Bytes: 160 bits, as long as the SHA-1 that authenticators work with. */
const KEY_SIZE = 20;
/** Seconds that a code is shown for. */
const PERIOD = 30;
const DIGITS = 6;
/** Steps before and after the current one whose codes count: clocks differ, and people type slowly. */
const WINDOW = 1;

/** A new key for an authenticator; `random` gives that many bytes. */
export const createKey = (random: (size: number) => Uint8Array): Uint8Array => random(KEY_SIZE);

/** What an authenticator scans: https://github.com/google/google-authenticator/wiki/Key-Uri-Format */
export const keyUri = (key: Uint8Array, issuer: string, account: string): string =>
  totpOf(key, { issuer, label: account }).toString();

/** The time step of RFC 6238 whose code this is; undefined: of none that counts now. */
export function stepOf(key: Uint8Array, code: string, now: Date): number | undefined {
  const timestamp = now.getTime();
  const delta = totpOf(key).validate({ token: code, timestamp, window: WINDOW });
  return delta === null ? undefined : Math.floor(timestamp / 1000 / PERIOD) + delta;
}

function totpOf(key: Uint8Array, names: { issuer?: string; label?: string } = {}): TOTP {
  const secret = new Secret({ buffer: Uint8Array.from(key).buffer });
  return new TOTP({ ...names, secret, algorithm: 'SHA1', digits: DIGITS, period: PERIOD });
}
