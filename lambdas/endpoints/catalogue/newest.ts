import * as v from 'valibot';

import { endpoint } from '#http/endpoint.ts';
import { PageSize } from '#http/page-size.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { newestVersions } from '#store/newest.ts';

/** Home pages, and who wants to know what is new. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/newest',
  summary: 'List the versions of public packages that were published last, the newest first',
  permission: 'visitor',
  query: v.object({ size: PageSize(100, '20') }),
  stores: ['newest:read', 'packages:read'],
});

export const handle = endpoint(route, async ({ query, services }) => {
  const newest = await newestVersions(services.table, query.size);
  const objects = newest.map(({ publishedAt: date, ...rest }) => ({ ...rest, date }));
  return json({ objects, total: objects.length });
});
