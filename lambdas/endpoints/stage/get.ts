import { stagedSummary } from '#domain/staging/staged-version.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { findWaiting } from '#http/staging/find-visible.ts';

/** `npm stage view`; pnpm, before it approves several. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/stage/{id}',
  summary: 'Show a staged version',
  permission: 'publisher',
  stores: ['orgs:read', 'packages:read', 'staged:read'],
});

export const handle = endpoint(route, async ({ params, principal, services }) =>
  json(stagedSummary(await findWaiting(services, principal, params.id))),
);
