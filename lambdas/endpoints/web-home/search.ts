import * as v from 'valibot';

import { PageSize } from '#http/page-size.ts';
import { defineRoute } from '#http/route.ts';
import { searchAll } from '#http/search-all.ts';
import { page } from '#http/web/page.ts';
import { resultsOf, weeklyOf } from '#http/web/search-results.ts';
import { showPage } from '#http/web/show-page.ts';
import { resultsPage } from '#web/search/results.ts';

/** Results of a page. */
const SIZE = 20;
/** Search counts and pages up to 10,000. */
const LAST_PAGE = 500;

/** The search field of every page, browsers that know it by OpenSearch, links. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/web/search',
  summary: 'Show what a search finds here and in the registry behind',
  permission: 'visitor',
  query: v.object({ q: v.optional(v.string(), ''), page: PageSize(LAST_PAGE, '1') }),
  stores: [
    'search',
    'orgs:read',
    'memberships:list',
    'packages:read',
    'downloads:read',
    'upstream:ask',
  ],
  page: true,
});

export const handle = page(route, async ({ principal, query, request, services }) => {
  const text = query.q.slice(0, 250).toWellFormed().trim();
  const shown = Math.max(1, query.page);
  const asked = { text, size: SIZE, from: (shown - 1) * SIZE };
  const found = await searchAll(asked, principal, services);
  const weekly = await weeklyOf(found.hits, services);
  const view = {
    text,
    page: shown,
    pages: Math.min(Math.ceil(found.total / SIZE), LAST_PAGE),
    total: found.total,
    results: resultsOf(found, weekly, text),
    behind: services.upstreams !== undefined,
  };
  return showPage(resultsPage(view), request);
});
