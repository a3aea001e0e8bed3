import { isJsonObject, type Json } from '#domain/manifest.ts';

/** What a provider says of somebody, once it is verified. `iss` and `sub` together are who it is. */
export interface Claims extends Json {
  readonly iss: string;
  readonly sub: string;
}

/** A claim that must have a value, or hold it where it is a list: `groups=engineering`. */
export interface ClaimRule {
  readonly claim: string;
  readonly value: string;
}

export function parseClaimRule(text: string): ClaimRule | undefined {
  const [, claim, value] = /^([^=\s]+)=(.+)$/.exec(text.trim()) ?? [];
  return claim !== undefined && value !== undefined ? { claim, value } : undefined;
}

export function holds(claims: Claims, { claim, value }: ClaimRule): boolean {
  const found = claimOf(claims, claim);
  const values: readonly unknown[] = Array.isArray(found) ? found : [found];
  return values.some((each) => isPlain(each) && String(each) === value);
}

const isPlain = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

/** A claim by its name, or inside of others: `realm_access.roles`. Names may have dots themselves. */
function claimOf(claims: Json, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  const dot = path.indexOf('.');
  if (dot === -1) return undefined;
  const within = Object.hasOwn(claims, path.slice(0, dot)) ? claims[path.slice(0, dot)] : undefined;
  return isJsonObject(within) ? claimOf(within, path.slice(dot + 1)) : undefined;
}

export const textClaim = (claims: Claims, name: string): string | undefined => {
  const value = claimOf(claims, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** An address counts only where the provider says that it is theirs; some say so in text. */
export function verifiedEmail(claims: Claims): string | undefined {
  const { email_verified: verified } = claims;
  return verified === true || verified === 'true' ? textClaim(claims, 'email') : undefined;
}
