import { PAGE } from '#http/caching.ts';
import { defineRoute } from '#http/route.ts';
import { packageOverview } from '#http/web/package-overview.ts';
import { page } from '#http/web/page.ts';

/** The same as it was at a version, where a browser lands that opens the version's URL. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/web/package/{package}/v/{version}',
  summary: 'Show a package at a version, named by number or dist-tag',
  permission: 'document',
  cache: PAGE,
  stores: [
    'packages:read',
    'blobs:read',
    'downloads:read',
    'upstream:read',
    'readmes:write',
    'rendering',
  ],
  page: true,
});

export const handle = page(route, async ({ params, request, services }) =>
  packageOverview({ name: params.package, version: params.version }, request, services),
);
