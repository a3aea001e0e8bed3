import { tellDownloads, totalOf } from '#http/downloads.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** As the public npm registry answers it, for badges; of several packages with commas between them. */
export const route = defineRoute({
  method: 'GET',
  path: '/downloads/point/{period}/{packages}',
  summary: 'Tell how often packages were downloaded in a period',
  permission: 'visitor',
  stores: ['downloads:read', 'packages:read', 'orgs:read'],
});

export const handle = endpoint(route, async (call) =>
  json(
    await tellDownloads(call, ({ start, end, days, package: name }) => ({
      downloads: totalOf(days),
      start,
      end,
      package: name,
    })),
  ),
);
