import { requireRead } from '#http/access.ts';
import { defineRoute } from '#http/route.ts';
import { headOf, shownRelease } from '#http/web/package-head.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { reportPage } from '#web/tickets/report.ts';

/** Who is not signed in is asked to first: what they write would be lost. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/web/package/{package}/report',
  summary: 'Show the form to ask the owners of a package, or to report it',
  permission: 'user',
  stores: ['packages:read', 'orgs:read', 'blobs:read'],
  page: true,
});

export const handle = page(route, async ({ params, request, services }) => {
  const pkg = await requireRead(params.package, request, services);
  return showPage(reportPage(headOf(pkg, await shownRelease(pkg, services))), request);
});
