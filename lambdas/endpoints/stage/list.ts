import * as v from 'valibot';

import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { listVisible } from '#http/staging/list-visible.ts';

const Count = (pattern: RegExp, wish: string, otherwise: string) =>
  v.optional(v.pipe(v.string(), v.regex(pattern, wish), v.transform(Number)), otherwise);

/** `npm stage list`: page after page, until it has as many as `total` says or one is not full. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/stage',
  summary: 'List the staged versions that the caller may stage or approve',
  permission: 'publisher',
  query: v.object({
    page: Count(/^\d{1,6}$/, 'must be the number of a page, from 0 on', '0'),
    perPage: Count(/^(?:[1-9]\d?|100)$/, 'must be a number from 1 to 100', '100'),
    package: v.optional(v.string()),
  }),
  stores: ['orgs:read', 'packages:read', 'staged:list'],
});

export const handle = endpoint(route, async ({ principal, query, services }) => {
  const { page, perPage, package: spec } = query;
  const all = await listVisible(services, principal, spec);
  const items = all.slice(page * perPage, (page + 1) * perPage);
  return json({ items, page, perPage, total: all.length });
});
