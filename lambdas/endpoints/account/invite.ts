import * as v from 'valibot';

import { parseRole, toWireRole } from '#domain/org/member.ts';
import { ORG_LIMITS } from '#domain/org/org.ts';
import { endpoint } from '#http/endpoint.ts';
import { INVITE_DAYS, inviteToSignUp } from '#http/invite-to-sign-up.ts';
import { invite } from '#http/org/invitation.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** With `org`, who signs up by the code is in that organization at once. */
export const route = defineRoute({
  method: 'POST',
  path: '/-/v1/invites',
  summary:
    'Make a code that lets one person sign up within a week, into an organization if one is named',
  permission: 'admin',
  body: v.optional(
    v.object({
      org: v.optional(v.string('org must be a name')),
      role: v.optional(v.string('role must be a string'), 'developer'),
      teams: v.optional(v.pipe(v.array(v.string()), v.maxLength(ORG_LIMITS.teams)), []),
    }),
    {},
  ),
  stores: ['invites:write', 'orgs:read', 'orgs:write'],
});

export const handle = endpoint(route, async (call) => {
  const { org, role, teams } = call.body;
  if (org !== undefined) {
    const to = { role: parseRole(role), teams, days: INVITE_DAYS, signUp: true };
    const { code, invitation } = await invite({ ...call, params: { org } }, to);
    const { key, expiresAt } = invitation;
    return json({ code, key, org, role: toWireRole(to.role), teams, expires: expiresAt }, 201);
  }
  return json(await inviteToSignUp(call), 201);
});
