import { parseDetailedPeriod } from '#domain/downloads/download-period.ts';
import { tellDownloads } from '#http/downloads.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** As the public npm registry answers it; other periods are good here too, `last-week` is the one that it knows. */
export const route = defineRoute({
  method: 'GET',
  path: '/versions/{package}/{period}',
  summary: 'Tell how often each version of a package was downloaded in a period of up to a month',
  permission: 'visitor',
  stores: ['downloads:read', 'packages:read', 'orgs:read'],
});

export const handle = endpoint(route, async ({ params, principal, services }) => {
  const period = parseDetailedPeriod(params.period, services.now());
  const asked = { packages: params.package, principal, services };
  const answer = await tellDownloads(asked, {
    read: async (name) => services.downloadCounts(name, period),
    tell: (name, days) => {
      const downloads: Record<string, number> = {};
      for (const { versions } of days.values()) {
        for (const [version, count] of versions) {
          downloads[version] = (downloads[version] ?? 0) + count;
        }
      }
      return { package: name, downloads };
    },
  });
  return json(answer);
});
