import { parseDownloadPeriod } from '#domain/downloads/download-period.ts';
import { sumOf } from '#http/downloads.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** As the public npm registry answers it. */
export const route = defineRoute({
  method: 'GET',
  path: '/downloads/point/{period}',
  summary: 'Tell how often packages were downloaded in a period, all together',
  permission: 'visitor',
  stores: ['downloads:read'],
});

export const handle = endpoint(route, async ({ params, services }) => {
  const period = parseDownloadPeriod(params.period, services.now());
  const days = await services.registryDownloads(period);
  return json({ downloads: sumOf([...days.values()].map(({ total }) => total)), ...period });
});
