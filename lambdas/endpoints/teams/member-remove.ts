import * as v from 'valibot';

import { endpoint } from '#http/endpoint.ts';
import { moveMember } from '#http/org/team.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** `npm team rm <org:team> <user>`, `pnpm team rm @org:team <user>`. */
export const route = defineRoute({
  method: 'DELETE',
  path: '/-/team/{org}/{team}/user',
  summary: 'Take a member out of a team',
  permission: 'user',
  limit: 'publish',
  body: v.object({ user: v.string('name the user') }),
  stores: ['orgs:read', 'orgs:write'],
});

export const handle = endpoint(route, async (call) => {
  await moveMember(call, false);
  return json({ ok: true, user: call.body.user });
});
