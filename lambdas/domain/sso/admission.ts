import { type Claims, holds, verifiedEmail } from './claims.ts';
import type { SsoSettings } from './settings.ts';

/** Why somebody who signed in is not let in, in a sentence for them; undefined: they are. */
export function refusalOf(
  claims: Claims,
  { name, domains, require: rules }: SsoSettings,
): string | undefined {
  const missing = rules.find((rule) => !holds(claims, rule));
  if (missing) {
    return `this registry lets in those whose "${missing.claim}" at ${name} is "${missing.value}", and yours is not: ask one of its admins`;
  }
  if (domains.length === 0) return undefined;
  const domain = verifiedEmail(claims)?.split('@').at(-1)?.toLowerCase();
  if (domain === undefined) {
    return `this registry lets in addresses of ${domains.join(', ')}, and ${name} vouches for none of yours: have your e-mail address verified there`;
  }
  if (domains.includes(domain)) return undefined;
  return `this registry lets in addresses of ${domains.join(', ')}, and yours is of ${domain}: sign in to ${name} with another account`;
}

/** Whether what the provider says makes somebody an admin of the registry. */
export const isAdmin = (claims: Claims, { admins }: SsoSettings): boolean =>
  admins.some((rule) => holds(claims, rule));
