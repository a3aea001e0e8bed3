import { runTokenSummary } from '#domain/ci/run-token.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { listRunTokens } from '#store/ci/run-tokens.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/packages/{package}/runs',
  summary: 'List the CI runs that can publish a package now',
  permission: 'manage',
  stores: ['run-tokens:list'],
});

export const handle = endpoint(route, async ({ pkg, services }) => {
  const tokens = await listRunTokens(services.table, pkg.name, services.now());
  return json({ runs: tokens.map(runTokenSummary) });
});
