import * as v from 'valibot';

import { registrySums } from '#http/registry-statistics.ts';
import { defineRoute } from '#http/route.ts';
import { cacheOf } from '#http/upstream-cache.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { measureKept } from '#store/upstream/cache/measure-kept.ts';
import { storagePage } from '#web/admin/storage.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/admin/storage',
  summary: 'Show admins what is kept of upstreams, and the forms to look after it',
  permission: 'admin',
  query: v.object({ count: v.optional(v.literal('yes')) }),
  stores: ['upstream-cache:read', 'totals:read'],
  page: true,
});

export const handle = page(route, async ({ query, request, services }) => {
  const keeps = services.upstreamCache !== undefined;
  const kept = keeps && query.count ? await measureKept(cacheOf(services)) : undefined;
  return showPage(storagePage({ totals: await registrySums(services), keeps, kept }), request);
});
