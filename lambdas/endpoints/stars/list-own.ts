import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { visibleTo } from '#http/visible-packages.ts';
import { listStarred } from '#store/stars.ts';

/** `pnpm stars`. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/user/v1/star',
  summary: 'List the packages that the caller starred',
  permission: 'user',
  stores: ['stars:list', 'orgs:read', 'packages:read'],
});

export const handle = endpoint(route, async ({ principal, services }) =>
  json(await visibleTo(principal, await listStarred(services.table, principal.name), services)),
);
