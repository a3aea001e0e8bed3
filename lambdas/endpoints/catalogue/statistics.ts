import { canSeeAll } from '#domain/permission.ts';
import type { Principal } from '#domain/principal.ts';
import { endpoint } from '#http/endpoint.ts';
import { registryReply } from '#http/registry-statistics.ts';
import { defineRoute } from '#http/route.ts';

/** Home pages, and who runs the registry. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/statistics',
  summary: 'Tell how many packages and versions there are, and how often they were downloaded',
  permission: 'visitor',
  stores: ['totals:read', 'downloads:read'],
});

export const handle = endpoint(route, async ({ principal, services }) =>
  registryReply(services, runsRegistry(principal) ? 'everything' : 'public'),
);

const runsRegistry = (principal: Principal): boolean =>
  principal.kind === 'user' && principal.admin && canSeeAll(principal);
