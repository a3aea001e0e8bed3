import { toWireRole } from '#domain/org/member.ts';
import { endpoint } from '#http/endpoint.ts';
import { requireInsider } from '#http/org/membership.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { listMembers } from '#store/orgs.ts';

/** `npm org ls`, and what `npm org rm` counts. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/org/{org}/user',
  summary: 'List the members of an organization with their roles, for its members',
  permission: 'user',
  stores: ['orgs:read'],
});

export const handle = endpoint(route, async ({ params, principal, services: { table } }) => {
  const { org } = await requireInsider(principal, params.org, table);
  const members = await listMembers(table, org.name);
  return json(Object.fromEntries(members.map(({ user, role }) => [user, toWireRole(role)])));
});
