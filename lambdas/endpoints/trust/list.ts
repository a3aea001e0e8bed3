import { trustSummary } from '#domain/ci/trust-summary.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { listTrustedPublishers } from '#store/ci/trusted-publishers.ts';

/** `npm trust list`, and before npm revokes one. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/package/{package}/trust',
  summary: "List a package's trusted publishers",
  permission: 'manage',
  stores: ['trust:read'],
});

export const handle = endpoint(route, async ({ pkg, services }) => {
  const publishers = await listTrustedPublishers(services.table, pkg.name);
  return json(publishers.map(trustSummary));
});
