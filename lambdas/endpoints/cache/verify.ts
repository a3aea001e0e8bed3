import * as v from 'valibot';

import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { verifyCache } from '#http/tend-cache.ts';
import { After, Size } from '#http/upstream-cache.ts';

/** `pantry cache verify`: reads as much as one request can, and says with `next` where to go on. */
export const route = defineRoute({
  method: 'POST',
  path: '/-/v1/cache/verify',
  summary: 'Read what is kept of upstreams again, and remove what is damaged',
  permission: 'admin',
  secondFactor: 'enrolled',
  query: v.object({ after: After, size: v.optional(Size, '100') }),
  stores: ['upstream-cache:write'],
});

export const handle = endpoint(route, async (call) => json(await verifyCache(call, call.query)));
