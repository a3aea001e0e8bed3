import { daysOf, parseDetailedPeriod } from '#domain/downloads/download-period.ts';
import { tellDownloads } from '#http/downloads.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { NOTHING_COUNTED } from '#store/downloads/download-counts.ts';

/** What the shapes of the public npm registry have no room for. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/packages/{package}/usage/{period}',
  summary:
    "Tell a package's downloads on each day of up to a month by version, client and major of Node, from about how many addresses, and what was not counted",
  permission: 'visitor',
  stores: ['downloads:read', 'packages:read', 'orgs:read'],
});

export const handle = endpoint(route, async ({ params, principal, services }) => {
  const period = parseDetailedPeriod(params.period, services.now());
  const asked = { packages: params.package, principal, services };
  const answer = await tellDownloads(asked, {
    read: async (name) => services.downloadCounts(name, period),
    tell: (name, days) => ({
      package: name,
      ...period,
      days: daysOf(period).map((day) => {
        const { total, versions, clients, nodes, ...rest } = days.get(day) ?? NOTHING_COUNTED;
        return {
          day,
          downloads: total,
          versions: Object.fromEntries(versions),
          clients: Object.fromEntries(clients),
          nodes: Object.fromEntries(nodes),
          ...rest,
        };
      }),
    }),
  });
  return json(answer);
});
