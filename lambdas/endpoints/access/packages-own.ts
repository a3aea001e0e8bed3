import { endpoint } from '#http/endpoint.ts';
import { ownPackages } from '#http/packages-of.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** `pnpm access list packages`. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/-/package',
  summary: 'List the packages that the caller may write to, or read as a member of an organization',
  permission: 'user',
  stores: ['search', 'orgs:read', 'memberships:list', 'packages:list', 'packages:read'],
});

export const handle = endpoint(route, async ({ principal, services }) =>
  json(await ownPackages(principal, services)),
);
