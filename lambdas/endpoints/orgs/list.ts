import { toWireRole } from '#domain/org/member.ts';
import { endpoint } from '#http/endpoint.ts';
import { membershipsOf } from '#http/org/memberships.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/orgs',
  summary: 'List the organizations that the caller is in, with the role in each',
  permission: 'user',
  stores: ['orgs:read', 'memberships:list'],
});

export const handle = endpoint(route, async ({ principal, services: { table } }) => {
  const memberships = await membershipsOf(principal, table);
  return json({
    orgs: memberships.map(({ org, member }) => ({ name: org.name, role: toWireRole(member.role) })),
  });
});
