import type { Request } from '#http/request.ts';

/**
 * A secret that a browser keeps, and no script of a page sees. `__Host-` keeps sites beside ours, and whoever listens
 * to plain HTTP, from putting in one of theirs; without TLS there is no such promise to be had. `Lax`: it comes along
 * where a link, or a provider, leads here.
 */
export const secretCookie = (
  request: Request,
  name: string,
  value: string,
  seconds: number,
): string =>
  `${nameOf(request, name)}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure(request)}`;

/** What a browser sends of a secret that it keeps: nobody has looked yet whether it is one of ours. */
export function readSecretCookie(request: Request, name: string): string | undefined {
  const wanted = `${nameOf(request, name)}=`;
  return (request.headers['cookie'] ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(wanted))
    ?.slice(wanted.length);
}

/** The end of a cookie that goes over TLS alone, where there is any. */
export const secure = (request: Request): string => (isSecure(request) ? '; Secure' : '');

const isSecure = ({ baseUrl }: Request): boolean => baseUrl.startsWith('https:');

const nameOf = (request: Request, name: string): string =>
  `${isSecure(request) ? '__Host-' : ''}${name}`;
