import { HOUR } from '#http/caching.ts';
import { defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { showXml } from '#http/web/show-xml.ts';
import { filledParts, requireOpen } from '#http/web/sitemap.ts';
import { sitemapIndex } from '#web/feeds/sitemap.ts';

/** Search engines, which know it from robots.txt. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/web/sitemap.xml',
  summary: 'List the parts of the sitemap that have packages',
  permission: 'visitor',
  cache: HOUR,
  stores: ['packages:list'],
  page: true,
});

export const handle = page(route, async ({ request, services }) => {
  requireOpen(services);
  const parts = await filledParts(services.table);
  return showXml({
    type: 'application/xml',
    text: sitemapIndex(parts, request.baseUrl),
    cache: HOUR,
    shared: { audience: 'anyone', tags: ['web'], until: services.now().getTime() + 3_600_000 },
  });
});
