import { PAGE } from '#http/caching.ts';
import { defineRoute } from '#http/route.ts';
import { deprecatedDependenciesOf } from '#http/score-of.ts';
import { advisoriesAbout } from '#http/web/advisories-about.ts';
import { page } from '#http/web/page.ts';
import { provenanceFacts, signingKeys } from '#http/web/provenance-facts.ts';
import { whoPublished } from '#http/web/published-by.ts';
import { showPage } from '#http/web/show-page.ts';
import { sharing, shownPackage, VersionQuery } from '#http/web/shown-package.ts';
import { securityPage } from '#web/package/security.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/package/{package}/security',
  summary: 'Show where a version comes from, what it runs when installed, and advisories',
  permission: 'document',
  cache: PAGE,
  query: VersionQuery,
  stores: ['packages:read', 'blobs:read', 'advisories:read', 'upstream:read', 'upstream:ask'],
  page: true,
});

export const handle = page(route, async ({ params, query, request, services }) => {
  const wanted = { name: params.package, version: query.version };
  const shown = await shownPackage(wanted, request, services);
  const { head, manifest } = shown;
  const [advisories, provenance, deprecated] = await Promise.all([
    advisoriesAbout(params.package, shown, services),
    provenanceFacts(shown, services),
    shown.from === 'here' ? deprecatedDependenciesOf(manifest, services.table) : undefined,
  ]);
  const content = {
    head,
    manifest,
    by: whoPublished(shown),
    keys: signingKeys(shown),
    advisories,
    provenance,
    deprecated,
  };
  return showPage(securityPage(content), request, sharing(shown, services, deprecated));
});
