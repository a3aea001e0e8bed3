import { daysOf, parseDownloadPeriod } from '#domain/downloads/download-period.ts';
import { tellDownloads } from '#http/downloads.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** As the public npm registry answers it, for `pantry downloads`; of several packages with commas between them. */
export const route = defineRoute({
  method: 'GET',
  path: '/downloads/range/{period}/{packages}',
  summary: 'Tell how often packages were downloaded on each day of a period',
  permission: 'visitor',
  stores: ['downloads:read', 'packages:read', 'orgs:read'],
});

export const handle = endpoint(route, async ({ params, principal, services }) => {
  const period = parseDownloadPeriod(params.period, services.now());
  const asked = { packages: params.packages, principal, services };
  const answer = await tellDownloads(asked, {
    read: async (name) => services.downloadTotals(name, period),
    tell: (name, days) => ({
      ...period,
      package: name,
      downloads: daysOf(period).map((day) => ({ downloads: days.get(day) ?? 0, day })),
    }),
  });
  return json(answer);
});
