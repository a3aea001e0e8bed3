import { sha256 } from '#domain/integrity.ts';

/** What a person proves a second factor by. */
export type OneTimePass =
  | { readonly kind: 'authenticator'; readonly code: string }
  | { readonly kind: 'recovery'; readonly hash: string }
  /** Nothing that this registry makes; tokens of a web login would be told here. */
  | { readonly kind: 'unknown' };

/** Codes that somebody gets at a time, and digits of each: 83 random bits. */
export const RECOVERY_CODES = 10;
const DIGITS = 25;
const GROUP = 5;

/** What came in `npm-otp`, however it was grouped. */
export function parseOneTimePass(text: string): OneTimePass {
  const digits = text.replaceAll(/[\s-]/g, '');
  if (/^\d{6}$/.test(digits)) return { kind: 'authenticator', code: digits };
  if (new RegExp(`^\\d{${DIGITS}}$`).test(digits)) {
    return { kind: 'recovery', hash: hashRecoveryCode(digits) };
  }
  return { kind: 'unknown' };
}

/**
 * Recovery codes as people write them down. Digits in groups: npm's prompt takes digits and spaces, or 64 hex
 * digits, and nothing else. `digit` gives a random one.
 */
export const createRecoveryCodes = (digit: () => number): readonly string[] =>
  Array.from({ length: RECOVERY_CODES }, () => {
    const groups = Array.from({ length: DIGITS / GROUP }, () =>
      Array.from({ length: GROUP }, digit).join(''),
    );
    return groups.join(' ');
  });

/** Codes are random, so that a hash without salt and cost tells nothing of them. */
export const hashRecoveryCode = (code: string): string => sha256(code.replaceAll(' ', ''));
