import * as v from 'valibot';

import { ANONYMOUS } from '#domain/principal.ts';
import { authenticate } from '#http/authenticate.ts';
import { PAGE } from '#http/caching.ts';
import { DependentsPlace, dependentsOf } from '#http/dependents.ts';
import { defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { sharing, shownPackage } from '#http/web/shown-package.ts';
import { dependentsPage } from '#web/package/dependents.ts';
import { dependentsPath } from '#web/paths.ts';

/** Dependents of one page. */
const SIZE = 50;

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/package/{package}/dependents',
  summary: 'Show the packages of this registry that depend on a package',
  permission: 'document',
  cache: PAGE,
  query: v.object({ after: DependentsPlace }),
  stores: ['dependents:read', 'packages:read', 'orgs:read', 'blobs:read', 'upstream:read'],
  page: true,
});

/** What everybody may see is the same for everybody; else the page is of who asks, with the private ones that they see. */
export const handle = page(route, async ({ params, query, request, services }) => {
  const { package: name } = params;
  const shown = await shownPackage({ name }, request, services);
  const { head } = shown;
  const isOpen = services.policy.reads === 'anyone' && head.visibility === 'public';
  const principal = isOpen ? ANONYMOUS : await authenticate(request, services);
  const asked = { name, principal, services, size: SIZE, after: query.after };
  const { dependents, next } = await dependentsOf(asked);
  const more = next !== undefined && { next: dependentsPath(name, next) };
  const view = dependentsPage({ head, dependents, ...more });
  const names = dependents.map((each) => each.name);
  return showPage(view, request, isOpen ? sharing(shown, services, names) : {});
});
