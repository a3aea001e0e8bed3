import { parseDetailedPeriod } from '#domain/downloads/download-period.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** Whoever makes the rules wants to know whom they hit. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/refused/{period}',
  summary: 'Tell admins which versions of upstreams the rules refused in a period, and why',
  permission: 'admin',
  stores: ['refused:read'],
});

export const handle = endpoint(route, async ({ params, services }) => {
  const period = parseDetailedPeriod(params.period, services.now());
  const versions = await services.refusedVersions(period);
  const refused = versions.map(({ times, ...rest }) => ({ ...rest, requests: times }));
  return json({ ...period, refused });
});
