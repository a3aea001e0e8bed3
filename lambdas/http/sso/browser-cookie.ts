import { readSecretCookie, secretCookie } from '#http/cookies.ts';
import type { Request } from '#http/request.ts';

/** A secret that one browser holds for one session; it comes along when the provider sends the browser back. */
export const setBrowserCookie = (request: Request, sessionId: string, secret: string): string =>
  secretCookie(request, nameOf(sessionId), secret, 600);

export const dropBrowserCookie = (request: Request, sessionId: string): string =>
  secretCookie(request, nameOf(sessionId), '', 0);

/** The secret that this browser holds for a session, if it looks like one. */
export function readBrowserCookie(request: Request, sessionId: string): string | undefined {
  const found = readSecretCookie(request, nameOf(sessionId));
  return found !== undefined && /^[\w-]{43}$/.test(found) ? found : undefined;
}

/** One a session: two logins at once do not take each other's place. */
const nameOf = (sessionId: string): string => `pantry-login-${sessionId}`;
