import { thisWeek } from '#domain/downloads/trend.ts';
import { sumOf } from '#http/downloads.ts';
import { defineRoute } from '#http/route.ts';
import { listVisible } from '#http/staging/list-visible.ts';
import { page } from '#http/web/page.ts';
import { rulesOf } from '#http/web/rules-of.ts';
import { showPage } from '#http/web/show-page.ts';
import { countOpen } from '#store/tickets.ts';
import { adminOverviewPage } from '#web/admin/overview.ts';

/** Where admins begin. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/web/admin',
  summary: 'Show admins what needs attention, and the ways to all else',
  permission: 'admin',
  stores: [
    'orgs:read',
    'packages:read',
    'staged:list',
    'downloads:read',
    'missing:read',
    'upstream:ask',
    'tickets:read',
  ],
  page: true,
});

export const handle = page(route, async ({ principal, request, services }) => {
  const now = services.now();
  const week = thisWeek(now);
  const [staged, missing, days, tickets] = await Promise.all([
    listVisible(services, principal, undefined),
    services.missingCounts(week),
    services.registryDownloads(week),
    countOpen(services.table, 'operators'),
  ]);
  const rules = rulesOf(services).flatMap((group) => group.rules);
  const overview = {
    host: new URL(request.baseUrl).host,
    staged: staged.length,
    tickets,
    missed: missing.length,
    downloads: sumOf([...days.values()].map(({ total }) => total)),
    loose: rules.filter(({ loose }) => loose !== undefined),
    upstreams: services.upstreams?.rules.length ?? 0,
  };
  return showPage(adminOverviewPage(overview), request);
});
