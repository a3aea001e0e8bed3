import { sharedWith } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { headOf, shownRelease } from '#http/web/package-head.ts';
import { page } from '#http/web/page.ts';
import { readmeOf } from '#http/web/readme.ts';
import { showPage } from '#http/web/show-page.ts';
import { overviewPage } from '#web/package/overview.ts';

/** A package's page, where a browser lands that opens the package's URL. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/web/package/{package}',
  summary: 'Show a package: README, install, versions and who published it',
  permission: 'read',
  stores: ['packages:read', 'blobs:read', 'readmes:write'],
  page: true,
});

export const handle = page(route, async ({ pkg, request, services }) => {
  const release = await shownRelease(pkg, services);
  return showPage(
    overviewPage({ head: headOf(pkg, release), readme: await readmeOf(services, release) }),
    request,
    sharedWith(pkg, services.policy),
  );
});
