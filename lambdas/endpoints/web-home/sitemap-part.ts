import { notFound } from '#domain/errors.ts';
import { HOUR } from '#http/caching.ts';
import { defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { showXml } from '#http/web/show-xml.ts';
import { listedIn, requireOpen } from '#http/web/sitemap.ts';
import { SHARDS } from '#store/packages.ts';
import { sitemap } from '#web/feeds/sitemap.ts';

/** Search engines. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/web/sitemap/{part}',
  summary: 'List public packages for search engines, up to 10,000 of a part',
  permission: 'visitor',
  cache: HOUR,
  stores: ['packages:list'],
  page: true,
});

export const handle = page(route, async ({ params, request, services }) => {
  requireOpen(services);
  const part = Number(/^(0|[1-9]\d?)\.xml$/.exec(params.part)?.[1] ?? SHARDS);
  if (part >= SHARDS) throw notFound(`part "${params.part}" of the sitemap`);
  const packages = await listedIn(services.table, part);
  return showXml({
    type: 'application/xml',
    text: sitemap(packages, request.baseUrl),
    cache: HOUR,
    shared: { audience: 'anyone', tags: ['web'], until: services.now().getTime() + 3_600_000 },
  });
});
