import * as v from 'valibot';

import { endpoint } from '#http/endpoint.ts';
import { PageSize } from '#http/page-size.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { shadowingClaims, ShadowingPlace } from '#http/shadowing.ts';

/** Whoever answers for the registry wants to know which names mean another package here than elsewhere. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/shadowing',
  summary: 'List names to admins that were claimed here although an upstream has them',
  permission: 'admin',
  query: v.object({ size: PageSize(100, '20'), after: ShadowingPlace }),
  stores: ['shadowing:read', 'packages:read'],
});

export const handle = endpoint(route, async ({ query: { size, after }, services }) => {
  const page = await shadowingClaims({ before: after, size }, services);
  return { ...json(page), headers: { 'cache-control': 'no-store' } };
});
