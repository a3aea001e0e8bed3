import { daysOf, lastDays } from '#domain/downloads/download-period.ts';
import { thisWeek } from '#domain/downloads/trend.ts';
import { topPackages, trendingPackages } from '#http/popular.ts';
import { registrySums } from '#http/registry-statistics.ts';
import { defineRoute } from '#http/route.ts';
import { dashboardOf } from '#http/web/dashboard-of.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { biggestPackages } from '#store/catalogue/biggest-item.ts';
import { publishedByDay } from '#store/catalogue/published-month.ts';
import { newestVersions } from '#store/newest.ts';
import { dashboardPage } from '#web/admin/dashboard.ts';

/** Packages of a list. */
const SHOWN = 10;
/** Of the charts. */
const DAYS = 30;

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/admin/dashboard',
  summary: 'Show admins how much the registry is used, by whom, and what is missed',
  permission: 'admin',
  stores: [
    'downloads:read',
    'missing:read',
    'packages:read',
    'orgs:read',
    'newest:read',
    'totals:read',
    'request-figures',
  ],
  page: true,
});

export const handle = page(route, async ({ principal, request, services }) => {
  const period = lastDays(DAYS, services.now());
  const asked = { principal, services, size: SHOWN };
  const [downloads, addresses, published, missing, top, trending, newest, biggest, totals] =
    await Promise.all([
      services.registryDownloads(period),
      services.registryAddresses(period),
      publishedByDay(services.table, period),
      services.missingCounts(thisWeek(services.now())),
      topPackages(asked),
      trendingPackages(asked),
      newestVersions(services.table, SHOWN),
      biggestPackages(services.table, SHOWN),
      registrySums(services),
    ]);
  const shown = dashboardOf({
    days: daysOf(period),
    downloads,
    addresses,
    published,
    missing,
  });
  return showPage(
    dashboardPage({
      ...shown,
      top,
      trending,
      newest,
      biggest,
      totals,
      requests: services.requestFigures,
    }),
    request,
  );
});
