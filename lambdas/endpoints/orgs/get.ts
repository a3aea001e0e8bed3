import { endpoint } from '#http/endpoint.ts';
import { requireInsider } from '#http/org/membership.ts';
import { orgView } from '#http/org/view.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/orgs/{org}',
  summary: 'Show an organization to its members',
  permission: 'user',
  stores: ['orgs:read'],
});

export const handle = endpoint(route, async ({ params, principal, services: { table } }) => {
  const { org, actor } = await requireInsider(principal, params.org, table);
  return json(orgView(org, actor));
});
