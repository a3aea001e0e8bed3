import { parseDetailedPeriod } from '#domain/downloads/download-period.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** What users miss: names that nobody has, versions that are not there. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/missing/{period}',
  summary: 'Tell admins which packages and versions were asked for in vain in a period',
  permission: 'admin',
  stores: ['missing:read'],
});

export const handle = endpoint(route, async ({ params, services }) => {
  const period = parseDetailedPeriod(params.period, services.now());
  const counts = await services.missingCounts(period);
  return json({ ...period, missing: counts.map(([spec, requests]) => ({ spec, requests })) });
});
