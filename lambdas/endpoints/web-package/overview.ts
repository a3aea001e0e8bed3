import { PAGE } from '#http/caching.ts';
import { defineRoute } from '#http/route.ts';
import { packageOverview } from '#http/web/package-overview.ts';
import { page } from '#http/web/page.ts';

/** A package's page, where a browser lands that opens the package's URL. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/web/package/{package}',
  summary: 'Show a package: README, install, versions and who published it',
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
  packageOverview({ name: params.package }, request, services),
);
