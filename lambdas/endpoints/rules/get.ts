import { rulesSummary } from '#domain/rules-request.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/packages/{package}/rules',
  summary: "Show what a package's owners ask of whoever publishes it",
  permission: 'manage',
  stores: [],
});

export const handle = endpoint(route, async ({ pkg }) => json(rulesSummary(pkg.rules)));
