import { HOUR } from '#http/caching.ts';
import { endpoint } from '#http/endpoint.ts';
import { defineRoute } from '#http/route.ts';
import { showXml } from '#http/web/show-xml.ts';
import { openSearch } from '#web/feeds/opensearch.ts';

/** Browsers, once somebody has opened a page. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/web/opensearch.xml',
  summary: 'Tell browsers how to search here from their address bar',
  permission: 'anyone',
  cache: HOUR,
  stores: [],
  page: true,
});

export const handle = endpoint(route, async ({ request }) =>
  showXml({
    type: 'application/opensearchdescription+xml',
    text: openSearch(request.baseUrl),
    cache: HOUR,
    shared: { audience: 'anyone', tags: ['web'] },
  }),
);
