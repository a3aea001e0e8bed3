import type { Endpoint } from '#http/endpoint.ts';

/** Says a path as logs may: what is a secret in it, or looks like one, is left out. */
export type Redaction = (path: string) => string;

/** Our tokens and JSON Web Tokens, wherever they stand: people mistype paths. */
const TOKENS = /pantry_[0-9A-Za-z]{16,}|eyJ[\w-]+\.[\w.-]+/g;
const LONGEST = 500;
/** Where all routes lie that have secrets; most requests are for packages, which do not. */
const OWN = /^\/*(?:-|%2d)\//i;

/**
 * From the routes that name a secret in their path: npm puts the token there when it logs out or revokes. Any
 * method counts, and any spelling of what comes before the secret; the rest of the path goes with it.
 */
export function createRedaction(endpoints: readonly Pick<Endpoint, 'route'>[]): Redaction {
  const prefixes = endpoints.flatMap(({ route: { path, secret } }) =>
    secret === undefined ? [] : [segmentsOf(path.split(`{${secret}}`, 1)[0] ?? '')],
  );
  return (path) => {
    if (!OWN.test(path)) return withoutTokens(path);
    const given = segmentsOf(path);
    const open = prefixes
      .filter(({ length }) => given.length > length)
      .filter((prefix) => given.length > prefix.length)
      .filter((prefix) => prefix.every((part, at) => isSame(part, given[at])))
      .map(({ length }) => length);
    const shown = open.length === 0 ? path : `/${given.slice(0, Math.min(...open)).join('/')}/…`;
    return withoutTokens(shown);
  };
}

const withoutTokens = (path: string): string => path.replaceAll(TOKENS, '…').slice(0, LONGEST);

const segmentsOf = (path: string): readonly string[] => path.split('/').filter(Boolean);

function isSame(part: string, given: string | undefined): boolean {
  if (given === undefined) return false;
  if (part.startsWith('{')) return true;
  try {
    return decodeURIComponent(given).toLowerCase() === part;
  } catch {
    return false;
  }
}
