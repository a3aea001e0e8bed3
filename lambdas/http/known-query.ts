import type { Request } from '#http/request.ts';
import type { Route } from '#http/route.ts';

/** Names of the query parameters that a route says it reads. */
export const queryNames = ({ query }: Route): readonly string[] =>
  query && 'entries' in query ? Object.keys(Object(query.entries)) : [];

/** Whether CloudFront may keep what is answered: below `/-/` only what may be old, by its own policy. */
export const isKeptOnAws = ({ method, path, cache }: Route): boolean =>
  method === 'GET' && (!path.startsWith('/-/') || /max-?age=[1-9]/.test(cache?.control ?? ''));

/**
 * The request without query parameters that its route does not name, where answers may be kept: whoever appends one is
 * given what everybody is given, and cannot make the registry work for each. Endpoints never see the others, so that
 * none reads one that caches leave out.
 */
export function knownQuery(request: Request, route: Route): Request {
  const kept = route.cache !== undefined || isKeptOnAws(route);
  if (request.query.size === 0 || !kept) return request;
  const names = queryNames(route);
  const known = [...request.query].filter(([name]) => names.includes(name));
  return { ...request, query: new URLSearchParams(known) };
}
