import { parseDetailedPeriod } from '#domain/downloads/download-period.ts';
import { endpoint } from '#http/endpoint.ts';
import { missingVersions } from '#http/manage/missing-versions.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** What users of a package miss. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/packages/{package}/missing/{period}',
  summary: 'Tell owners which versions of their package were asked for in vain in a period',
  permission: 'manage',
  secondFactor: 'never',
  stores: ['missing:read'],
});

export const handle = endpoint(route, async ({ params, pkg, services }) => {
  const period = parseDetailedPeriod(params.period, services.now());
  const versions = await missingVersions(pkg.name, period, services);
  return json({ package: pkg.name, ...period, versions });
});
