import * as v from 'valibot';

import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { removeFromCache } from '#http/tend-cache.ts';
import { After, Pattern, Size } from '#http/upstream-cache.ts';

/**
 * `pantry cache rm`. What a version was when it was first fetched it has to stay, unless `forget=true`. Removes as
 * much as one request can, and says with `next` where to go on.
 */
export const route = defineRoute({
  method: 'DELETE',
  path: '/-/v1/cache',
  summary:
    'Remove what is kept of an upstream: a package, a version of it, or what a pattern means',
  permission: 'admin',
  query: v.object({
    package: Pattern,
    version: v.optional(v.string()),
    forget: v.optional(v.picklist(['true', 'false'], 'must be true or false'), 'false'),
    after: After,
    size: v.optional(Size, '500'),
  }),
  stores: ['upstream-cache:write'],
});

export const handle = endpoint(route, async (call) =>
  json(await removeFromCache(call, call.query)),
);
