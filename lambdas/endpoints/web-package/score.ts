import { notFound } from '#domain/errors.ts';
import { PAGE } from '#http/caching.ts';
import { defineRoute } from '#http/route.ts';
import { scoreOf } from '#http/score-of.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { sharing, shownPackage, VersionQuery } from '#http/web/shown-package.ts';
import { scorePage } from '#web/package/score.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/package/{package}/score',
  summary: 'Show the score of a version, each point with its reason and what gains it',
  permission: 'document',
  cache: PAGE,
  query: VersionQuery,
  stores: ['packages:read', 'blobs:read', 'upstream:read'],
  page: true,
});

export const handle = page(route, async ({ params, query, request, services }) => {
  const wanted = { name: params.package, version: query.version };
  const shown = await shownPackage(wanted, request, services);
  if (shown.from === 'upstream') {
    throw notFound(`a score of ${params.package}: packages of the upstream have none, so it`);
  }
  const score = await scoreOf(shown.release, services);
  return showPage(scorePage({ head: shown.head, score }), request, sharing(shown, services));
});
