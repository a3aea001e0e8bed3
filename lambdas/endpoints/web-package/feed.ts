import { REVALIDATED } from '#http/caching.ts';
import { sharedWith } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { manifestOf } from '#http/web/package-head.ts';
import { page } from '#http/web/page.ts';
import { showXml } from '#http/web/show-xml.ts';
import { fromItem, listStored } from '#store/releases.ts';
import { atomFeed } from '#web/feeds/atom.ts';
import { versionEntry } from '#web/feeds/version-entry.ts';
import { packagePath } from '#web/paths.ts';

/** Versions that a feed names. */
const SIZE = 50;

/** Feed readers of who wants to hear of new versions. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/web/package/{package}/feed.atom',
  summary: 'List the newest versions of a package as a feed',
  permission: 'read',
  cache: REVALIDATED,
  stores: ['packages:read', 'blobs:read'],
  page: true,
});

export const handle = page(route, async ({ pkg, request, services }) => {
  const stored = await listStored(services.table, pkg.name);
  const latest = stored
    .toSorted((a, b) => Date.parse(b.publishedAt) - Date.parse(a.publishedAt))
    .slice(0, SIZE);
  const newest = await Promise.all(latest.map(async (item) => fromItem(services.blobs, item)));
  const feed = {
    title: `Versions of ${pkg.name}`,
    path: packagePath(pkg.name, 'feed.atom'),
    page: packagePath(pkg.name),
    entries: newest.map((release) =>
      versionEntry({
        ...release,
        description: manifestOf(release)['description'],
        publisher: release.publisher.name,
      }),
    ),
  };
  return showXml({
    type: 'application/atom+xml',
    text: atomFeed(feed, request.baseUrl),
    cache: REVALIDATED,
    ...sharedWith(pkg, services.policy),
  });
});
