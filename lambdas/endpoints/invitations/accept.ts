import * as v from 'valibot';

import { toWireRole } from '#domain/org/member.ts';
import { endpoint } from '#http/endpoint.ts';
import { acceptInvitation } from '#http/org/accept-invitation.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** The code comes in the body: paths are in logs. */
export const route = defineRoute({
  method: 'POST',
  path: '/-/v1/invitations/accept',
  summary: 'Join an organization with the code of an invitation',
  permission: 'user',
  body: v.object({ code: v.pipe(v.string('code must be a string'), v.maxLength(64)) }),
  stores: ['orgs:read', 'orgs:write', 'memberships:list', 'attempts:write'],
});

export const handle = endpoint(route, async (call) => {
  const { org, role } = await acceptInvitation(call, call.body.code);
  return json({ ok: true, org, role: toWireRole(role) });
});
