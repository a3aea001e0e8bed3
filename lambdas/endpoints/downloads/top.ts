import * as v from 'valibot';

import { endpoint } from '#http/endpoint.ts';
import { PageSize } from '#http/page-size.ts';
import { topPackages } from '#http/popular.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** Home pages, and who wants to know what is used. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/top',
  summary: 'List the packages that were downloaded most in the last seven days',
  permission: 'visitor',
  query: v.object({ size: PageSize(100, '20') }),
  stores: ['downloads:read', 'packages:read', 'orgs:read'],
});

export const handle = endpoint(route, async ({ principal, query, services }) =>
  json({ packages: await topPackages({ principal, services, size: query.size }) }),
);
