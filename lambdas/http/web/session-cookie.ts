import { isToken } from '#domain/token.ts';
import type { Request } from '#http/request.ts';

/** Seconds that a browser stays signed in. */
export const SESSION_SECONDS = 14 * 24 * 3600;

/**
 * The token of a browser's session. Pages alone look at it: what clients call by JSON takes tokens that are sent on
 * purpose. `__Host-` keeps sites beside ours, and whoever listens to plain HTTP, from putting in one of theirs.
 */
export const sessionCookie = (request: Request, token: string): string =>
  `${nameOf(request)}=${token}; Path=/; Max-Age=${SESSION_SECONDS}; HttpOnly; SameSite=Lax${secure(request)}`;

export const dropSession = (request: Request): string =>
  `${nameOf(request)}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${secure(request)}`;

/** The token that a browser sends of itself, if it looks like one. */
export function sessionToken(request: Request): string | undefined {
  const wanted = `${nameOf(request)}=`;
  const found = (request.headers['cookie'] ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(wanted))
    ?.slice(wanted.length);
  return found !== undefined && isToken(found) ? found : undefined;
}

const isSecure = ({ baseUrl }: Request): boolean => baseUrl.startsWith('https:');
const secure = (request: Request): string => (isSecure(request) ? '; Secure' : '');
const nameOf = (request: Request): string =>
  isSecure(request) ? '__Host-pantry-session' : 'pantry-session';
