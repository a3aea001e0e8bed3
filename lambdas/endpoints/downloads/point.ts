import { parseDownloadPeriod } from '#domain/downloads/download-period.ts';
import { sumOf, tellDownloads } from '#http/downloads.ts';
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

export const handle = endpoint(route, async ({ params, principal, services }) => {
  const period = parseDownloadPeriod(params.period, services.now());
  const asked = { packages: params.packages, principal, services };
  const answer = await tellDownloads(asked, {
    read: async (name) => services.downloadTotals(name, period),
    tell: (name, days) => ({ downloads: sumOf(days.values()), ...period, package: name }),
  });
  return json(answer);
});
