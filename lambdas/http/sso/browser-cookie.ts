import type { Request } from '#http/request.ts';

/**
 * A secret that one browser holds for one session. `__Host-` keeps sites beside ours, and whoever listens to
 * plain HTTP, from putting one of theirs into it; without TLS there is no such promise to be had. `Lax`: it has
 * to come along when the provider sends the browser back.
 */
export function setBrowserCookie(request: Request, sessionId: string, secret: string): string {
  const secure = isSecure(request) ? '; Secure' : '';
  return `${nameOf(request, sessionId)}=${secret}; Path=/; Max-Age=600; HttpOnly; SameSite=Lax${secure}`;
}

export function dropBrowserCookie(request: Request, sessionId: string): string {
  const secure = isSecure(request) ? '; Secure' : '';
  return `${nameOf(request, sessionId)}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${secure}`;
}

/** The secret that this browser holds for a session, if it looks like one. */
export function readBrowserCookie(request: Request, sessionId: string): string | undefined {
  const wanted = `${nameOf(request, sessionId)}=`;
  const found = (request.headers['cookie'] ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(wanted))
    ?.slice(wanted.length);
  return found !== undefined && /^[\w-]{43}$/.test(found) ? found : undefined;
}

const isSecure = ({ baseUrl }: Request): boolean => baseUrl.startsWith('https:');

/** One a session: two logins at once do not take each other's place. */
const nameOf = (request: Request, sessionId: string): string =>
  `${isSecure(request) ? '__Host-' : ''}pantry-login-${sessionId}`;
