import * as v from 'valibot';

import { endpoint } from '#http/endpoint.ts';
import { moveMember } from '#http/org/team.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** `npm team add <org:team> <user>`, `pnpm team add @org:team <user>`. */
export const route = defineRoute({
  method: 'PUT',
  path: '/-/team/{org}/{team}/user',
  summary: 'Put a member of the organization into a team',
  permission: 'user',
  limit: 'publish',
  body: v.object({ user: v.string('name the user') }),
  stores: ['orgs:read', 'orgs:write'],
});

export const handle = endpoint(route, async (call) => {
  await moveMember(call, true);
  return json({ ok: true, user: call.body.user }, 201);
});
