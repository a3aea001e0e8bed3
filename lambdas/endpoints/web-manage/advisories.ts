import * as v from 'valibot';

import { SEVERITIES } from '#domain/advisory.ts';
import { defineRoute } from '#http/route.ts';
import { managedBy } from '#http/web/managed.ts';
import { page } from '#http/web/page.ts';
import { Done } from '#http/web/paging.ts';
import { showPage } from '#http/web/show-page.ts';
import { findAdvisoriesOf } from '#store/advisories.ts';
import { advisoriesPage } from '#web/manage/advisories.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/manage/{package}/advisories',
  summary: "Show a package's advisories to those who publish them",
  permission: 'manage',
  secondFactor: 'never',
  query: v.object({ done: Done }),
  stores: ['advisories:read'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { pkg, query, request, services } = call;
  const [managed, { list }] = await Promise.all([
    managedBy(call),
    findAdvisoriesOf(services.table, pkg.name),
  ]);
  const advisories = list.toSorted((a, b) => (a.updated < b.updated ? 1 : -1));
  const shown = { managed, done: query.done, advisories, severities: SEVERITIES };
  return showPage(advisoriesPage(shown), request);
});
