import * as v from 'valibot';

import { lastDays } from '#domain/downloads/download-period.ts';
import { missingVersions } from '#http/manage/missing-versions.ts';
import { defineRoute } from '#http/route.ts';
import { managedBy } from '#http/web/managed.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { missingPage } from '#web/manage/missing.ts';

const MOST = 100;

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/manage/{package}/missing',
  summary: 'Show owners which versions of their package were asked for in vain',
  permission: 'manage',
  secondFactor: 'never',
  query: v.object({
    days: v.optional(v.picklist(['1', '7', '30'], 'days must be 1, 7 or 30'), '7'),
  }),
  stores: ['missing:read'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { pkg, query, request, services } = call;
  const period = lastDays(Number(query.days), services.now());
  const [managed, versions] = await Promise.all([
    managedBy(call),
    missingVersions(pkg.name, period, services),
  ]);
  const most = versions.toSorted((a, b) => b.requests - a.requests).slice(0, MOST);
  const others = versions.length - most.length;
  return showPage(missingPage({ managed, days: query.days, versions: most, others }), request);
});
