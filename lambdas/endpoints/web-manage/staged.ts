import * as v from 'valibot';

import { waiting } from '#domain/staging/staging-area.ts';
import { defineRoute } from '#http/route.ts';
import { permitHeld } from '#http/staging/name-holding.ts';
import { managedBy } from '#http/web/managed.ts';
import { page } from '#http/web/page.ts';
import { Done, PageNumber, pageOf } from '#http/web/paging.ts';
import { showPage } from '#http/web/show-page.ts';
import { shownStaged } from '#http/web/shown-staged.ts';
import { findPackage } from '#store/packages.ts';
import { findStagingArea } from '#store/staging.ts';
import { stagedPage } from '#web/manage/staged.ts';

/** Of each, what is different in it is looked up. */
const AT_ONCE = 10;

/** Also of a name that has nothing but versions that wait. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/web/manage/{package}/staged',
  summary: 'Show the versions that wait for approval, to those who may approve them',
  permission: 'user',
  query: v.object({ done: Done, page: PageNumber }),
  stores: ['orgs:read', 'packages:read', 'staged:read', 'blobs:read'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { params, principal, query, request, services } = call;
  const name = params.package;
  const [pkg, area] = await Promise.all([
    findPackage(services.table, name),
    findStagingArea(services.table, name),
  ]);
  await permitHeld({ name, pkg, area }, principal, 'approve', services);
  const entries = waiting(area, services.now()).toSorted((a, b) =>
    a.createdAt < b.createdAt ? -1 : 1,
  );
  const { items, ...paged } = pageOf(entries, query.page, AT_ONCE);
  const [managed, staged] = await Promise.all([
    managedBy({ ...call, pkg }),
    shownStaged(pkg, items, services),
  ]);
  const shown = { managed, done: query.done, staged, total: entries.length, ...paged };
  return showPage(stagedPage(shown), request);
});
