import { PAGE } from '#http/caching.ts';
import { defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { sharing, shownPackage, VersionQuery } from '#http/web/shown-package.ts';
import { dependenciesPage } from '#web/package/dependencies.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/package/{package}/dependencies',
  summary: 'Show what a version of a package depends on',
  permission: 'document',
  cache: PAGE,
  query: VersionQuery,
  stores: ['packages:read', 'blobs:read', 'upstream:read'],
  page: true,
});

export const handle = page(route, async ({ params, query, request, services }) => {
  const wanted = { name: params.package, version: query.version };
  const shown = await shownPackage(wanted, request, services);
  return showPage(dependenciesPage(shown), request, sharing(shown, services));
});
