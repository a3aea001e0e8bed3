import * as v from 'valibot';

import { endpoint } from '#http/endpoint.ts';
import { PageSize } from '#http/page-size.ts';
import { trendingPackages } from '#http/popular.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** Home pages, and who wants to know what is used. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/trending',
  summary:
    'List the packages that are downloaded more in the last seven days than in the four weeks before',
  permission: 'visitor',
  query: v.object({ size: PageSize(100, '20') }),
  stores: ['downloads:read', 'packages:read', 'orgs:read'],
});

export const handle = endpoint(route, async ({ principal, query, services }) =>
  json({ packages: await trendingPackages({ principal, services, size: query.size }) }),
);
