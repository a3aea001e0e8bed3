import { downloadsOf } from '#http/downloads.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** As the public npm registry answers it, for `pantry downloads`. */
export const route = defineRoute({
  method: 'GET',
  path: '/downloads/range/{period}/{package}',
  summary:
    'Tell how often a package was downloaded on each day of a period, as far as it is counted',
  permission: 'read',
  stores: ['downloads:read'],
});

export const handle = endpoint(route, async (call) => {
  const { start, end, days, ...of } = await downloadsOf(call);
  return json({ start, end, ...of, downloads: days });
});
