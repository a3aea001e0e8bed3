import * as v from 'valibot';

import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { After, cacheOf, Pattern, Size } from '#http/upstream-cache.ts';
import { listKept } from '#store/upstream/cache/list-kept.ts';

/** `pantry cache ls`. A page may have fewer versions than asked for, or none: `next` tells whether there are more. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/cache',
  summary: 'List the versions that were fetched from upstreams; with `usedAt`, those that are kept',
  permission: 'admin',
  query: v.object({ package: v.optional(Pattern), after: After, size: v.optional(Size, '100') }),
  stores: ['upstream-cache:read'],
});

export const handle = endpoint(route, async ({ query, services }) => {
  const { package: pattern, after, size } = query;
  return json(await listKept(cacheOf(services), { pattern, after, size }));
});
