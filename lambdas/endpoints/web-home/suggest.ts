import * as v from 'valibot';

import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { sightOf } from '#http/sight.ts';
import { page } from '#http/web/page.ts';

/** Names that are suggested at once. */
const SIZE = 8;

/**
 * The script of the pages, while somebody types. It is here and not in the API because the caller is known by the
 * browser's session, which the API does not look at. What is typed does not go to the upstream.
 */
export const route = defineRoute({
  method: 'GET',
  path: '/-/web/suggest',
  summary: 'List packages whose name begins with, or nearly is, what is being typed',
  permission: 'visitor',
  query: v.object({ text: v.optional(v.string(), '') }),
  stores: ['search', 'orgs:read', 'memberships:list'],
  page: true,
});

export const handle = page(route, async ({ principal, query, services }) => {
  const text = query.text.slice(0, 250).trim();
  const sees = await sightOf(principal, services.table);
  const { hits } =
    text === '' ? { hits: [] } : await services.search.search({ text, size: SIZE, from: 0, sees });
  const packages = hits.map(({ document: { name, description } }) => ({
    name,
    description: description.slice(0, 120),
  }));
  return {
    ...json({ packages }),
    // Who goes back a character has the answer at hand.
    headers: { 'cache-control': 'private, max-age=30', vary: 'accept-encoding, cookie' },
  };
});
