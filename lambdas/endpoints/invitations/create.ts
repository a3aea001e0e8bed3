import * as v from 'valibot';

import { parseRole, toWireRole } from '#domain/org/member.ts';
import { ORG_LIMITS } from '#domain/org/org.ts';
import { endpoint } from '#http/endpoint.ts';
import { invite } from '#http/org/invitation.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

export const route = defineRoute({
  method: 'POST',
  path: '/-/v1/orgs/{org}/invitations',
  summary: 'Make a code that lets one user into an organization, once',
  permission: 'user',
  limit: 'publish',
  body: v.optional(
    v.object({
      role: v.optional(v.string('role must be a string'), 'developer'),
      teams: v.optional(v.pipe(v.array(v.string()), v.maxLength(ORG_LIMITS.teams)), []),
      days: v.optional(
        v.pipe(
          v.number('days must be a number'),
          v.integer('days must be a whole number'),
          v.minValue(1, 'at least one day'),
          v.maxValue(30, 'up to 30 days'),
        ),
        7,
      ),
    }),
    {},
  ),
  stores: ['orgs:read', 'orgs:write'],
});

export const handle = endpoint(route, async (call) => {
  const { role, teams, days } = call.body;
  const to = { role: parseRole(role), teams, days, signUp: false };
  const { code, invitation } = await invite(call, to);
  const { key, org, expiresAt } = invitation;
  return json({ code, key, org, role: toWireRole(to.role), teams, expires: expiresAt }, 201);
});
