import { packageTag } from '#domain/package.ts';
import { MINUTE } from '#http/caching.ts';
import { defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { showXml } from '#http/web/show-xml.ts';
import { newestVersions } from '#store/newest.ts';
import { atomFeed } from '#web/feeds/atom.ts';
import { versionEntry } from '#web/feeds/version-entry.ts';
import { feedPath, homePath } from '#web/paths.ts';

/** Versions that the feed names. */
const SIZE = 50;

/** Feed readers of who wants to hear of all that is new. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/web/feed.atom',
  summary: 'List the newest versions of public packages as a feed',
  permission: 'visitor',
  cache: MINUTE,
  stores: ['newest:read', 'packages:read'],
  page: true,
});

export const handle = page(route, async ({ request, services }) => {
  const newest = await newestVersions(services.table, SIZE);
  const feed = {
    title: `Newest versions of ${new URL(request.baseUrl).host}`,
    path: feedPath,
    page: homePath,
    entries: newest.map((each) => versionEntry({ ...each, publisher: each.publisher.name })),
  };
  const names = [...new Set(newest.map(({ name }) => name))];
  return showXml({
    type: 'application/atom+xml',
    text: atomFeed(feed, request.baseUrl),
    cache: MINUTE,
    shared: {
      audience: services.policy.reads,
      tags: ['web', ...names.map(packageTag)],
      until: services.now().getTime() + 60_000,
    },
  });
});
