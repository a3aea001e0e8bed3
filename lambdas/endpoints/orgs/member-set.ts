import * as v from 'valibot';

import { parseRole, toWireRole } from '#domain/org/member.ts';
import { asOrgName } from '#domain/org/org.ts';
import { endpoint } from '#http/endpoint.ts';
import { foundOrg } from '#http/org/found-org.ts';
import { setMember } from '#http/org/set-member.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { findOrg } from '#store/orgs.ts';

/**
 * `npm org set <org> <user> [developer|admin|owner]`: adds a member or changes a role. Whoever makes themselves
 * owner of an organization that there is not makes it.
 */
export const route = defineRoute({
  method: 'PUT',
  path: '/-/org/{org}/user',
  summary: 'Add a member to an organization, or change a role; make an organization of a free name',
  permission: 'user',
  limit: 'publish',
  body: v.object({
    user: v.string('name the user'),
    role: v.optional(v.string('role must be a string'), 'developer'),
  }),
  stores: ['orgs:read', 'orgs:write', 'memberships:list', 'packages:list'],
});

export const handle = endpoint(route, async (call) => {
  const { params, body, principal, services } = call;
  const role = parseRole(body.role);
  const name = asOrgName(params.org);
  const own = role === 'owner' && body.user === principal.name;
  if (own && !(name && (await findOrg(services.table, name)))) {
    const org = await foundOrg(call);
    return json({ org: { name: org.name, size: 1 }, user: principal.name, role: 'owner' }, 201);
  }
  const { org, members } = await setMember(call, body.user, role);
  const size = members.length;
  return json({ org: { name: org.name, size }, user: body.user, role: toWireRole(role) });
});
