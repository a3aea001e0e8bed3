import { isToken } from '#domain/token.ts';
import type { UserName } from '#domain/user.ts';
import { readSecretCookie, secretCookie, secure } from '#http/cookies.ts';
import type { Request } from '#http/request.ts';

/** Seconds that a browser stays signed in. */
export const SESSION_SECONDS = 14 * 24 * 3600;

/**
 * The token of a browser's session. Pages alone look at it: what clients call by JSON takes tokens that are sent on
 * purpose.
 */
const sessionCookie = (request: Request, token: string, seconds: number): string =>
  secretCookie(request, nameOf(request), token, seconds);

/** No secret, and nobody is let in by it: the script of pages that are the same for everybody shows who is signed in. */
const userCookie = (request: Request, name: string, seconds: number): string =>
  `pantry-user${portOf(request)}=${name}; Path=/; Max-Age=${seconds}; SameSite=Lax${secure(request)}`;

/** What a browser keeps of a session that begins. */
export const keepSession = (request: Request, token: string, name: UserName): readonly string[] => [
  sessionCookie(request, token, SESSION_SECONDS),
  userCookie(request, name, SESSION_SECONDS),
];

/** What makes a browser forget its session. */
export const dropSession = (request: Request): readonly string[] => [
  sessionCookie(request, '', 0),
  userCookie(request, '', 0),
];

/** The token that a browser sends of itself, if it looks like one. */
export function sessionToken(request: Request): string | undefined {
  const found = readSecretCookie(request, nameOf(request));
  return found !== undefined && isToken(found) ? found : undefined;
}

const nameOf = (request: Request): string => `pantry-session${portOf(request)}`;

/** Cookies are those of a host, whatever the port: two registries of one must not sign each other's people out. */
function portOf({ baseUrl }: Request): string {
  const { port } = new URL(baseUrl);
  return port && `-${port}`;
}
