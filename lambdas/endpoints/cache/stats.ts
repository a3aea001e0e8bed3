import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { cacheOf } from '#http/upstream-cache.ts';
import { measureKept } from '#store/upstream/cache/measure-kept.ts';

/** `pantry cache stats`. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/cache/stats',
  summary: 'Tell how much is kept of upstreams',
  permission: 'admin',
  stores: ['upstream-cache:read'],
});

export const handle = endpoint(route, async ({ services }) =>
  json(await measureKept(cacheOf(services))),
);
