import { tellDownloads } from '#http/downloads.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** What the shapes of the public npm registry have no room for. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/packages/{package}/usage/{period}',
  summary:
    "Tell a package's downloads on each day of a period by version, client and major of Node, from about how many addresses, and what was not counted",
  permission: 'visitor',
  stores: ['downloads:read', 'packages:read', 'orgs:read'],
});

export const handle = endpoint(route, async ({ params, ...call }) => {
  const asked = { ...call, params: { ...params, packages: params.package } };
  return json(
    await tellDownloads(asked, ({ start, end, days, package: name }) => ({
      package: name,
      start,
      end,
      days: days.map(({ day, total, versions, clients, nodes, ...rest }) => ({
        day,
        downloads: total,
        versions: Object.fromEntries(versions),
        clients: Object.fromEntries(clients),
        nodes: Object.fromEntries(nodes),
        ...rest,
      })),
    })),
  );
});
