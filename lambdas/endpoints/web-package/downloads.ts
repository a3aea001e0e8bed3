import { PAGE } from '#http/caching.ts';
import { defineRoute } from '#http/route.ts';
import { detailedWeek, downloadBars } from '#http/web/download-bars.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { sharing, shownPackage } from '#http/web/shown-package.ts';
import { downloadsPage } from '#web/package/downloads.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/package/{package}/downloads',
  summary: 'Show how often a package is downloaded, by day and week, version and client',
  permission: 'document',
  cache: PAGE,
  stores: ['packages:read', 'blobs:read', 'downloads:read', 'upstream:read'],
  page: true,
});

export const handle = page(route, async ({ params, request, services }) => {
  const name = params.package;
  const [shown, { days, weeks }, week] = await Promise.all([
    shownPackage({ name }, request, services),
    downloadBars(name, services),
    detailedWeek(name, services),
  ]);
  const { head } = shown;
  return showPage(downloadsPage({ head, days, weeks, week }), request, sharing(shown, services));
});
