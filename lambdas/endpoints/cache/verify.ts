import * as v from 'valibot';

import { noteInRegistry } from '#http/audit.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { After, cacheOf, Size } from '#http/upstream-cache.ts';
import { verifyKept } from '#store/upstream/cache/verify-kept.ts';

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

export const handle = endpoint(route, async (call) => {
  const { query, services } = call;
  const { after, size } = query;
  const verification = await verifyKept(cacheOf(services), { after, size });
  const { damaged } = verification;
  if (damaged.length > 0) await noteInRegistry(call, 'cache-verify', { damaged });
  return json(verification);
});
