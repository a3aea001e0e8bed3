import { downloadsOf } from '#http/downloads.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** As the public npm registry answers it, for badges. */
export const route = defineRoute({
  method: 'GET',
  path: '/downloads/point/{period}/{package}',
  summary: 'Tell how often a package was downloaded in a period, as far as it is counted',
  permission: 'read',
  stores: ['downloads:read'],
});

export const handle = endpoint(route, async (call) => {
  const { start, end, days, ...of } = await downloadsOf(call);
  const downloads = days.reduce((sum, day) => sum + day.downloads, 0);
  return json({ downloads, start, end, ...of });
});
