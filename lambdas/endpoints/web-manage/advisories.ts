import * as v from 'valibot';

import { defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { Done } from '#http/web/paging.ts';
import { showPage } from '#http/web/show-page.ts';
import { shownAdvisories } from '#http/web/shown-advisories.ts';
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
  const shown = await shownAdvisories(call);
  return showPage(advisoriesPage({ ...shown, done: call.query.done }), call.request);
});
