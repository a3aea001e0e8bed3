import { TrustRequest } from '#domain/ci/trust-request.ts';
import { trustSummary } from '#domain/ci/trust-summary.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { addTrustedPublisher } from '#http/trust.ts';

/** `npm trust github|gitlab|circleci`: a list of one. */
export const route = defineRoute({
  method: 'POST',
  path: '/-/package/{package}/trust',
  summary: 'Trust a workflow of a CI service to publish a package',
  permission: 'manage',
  secondFactor: 'always',
  limit: 'publish',
  body: TrustRequest,
  stores: ['packages:read', 'trust:read', 'trust:write'],
});

export const handle = endpoint(route, async (call) =>
  json([trustSummary(await addTrustedPublisher(call, call.body))], 201),
);
