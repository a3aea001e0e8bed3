import * as v from 'valibot';

import { endpoint } from '#http/endpoint.ts';
import { disown } from '#http/org/disown.ts';
import { notMember, removeMember } from '#http/org/set-member.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** `npm org rm <org> <user>`, also to leave. */
export const route = defineRoute({
  method: 'DELETE',
  path: '/-/org/{org}/user',
  summary: 'Take a user out of an organization, its teams and its packages',
  permission: 'user',
  limit: 'publish',
  body: v.object({ user: v.string('name the user') }),
  stores: [
    'orgs:read',
    'orgs:write',
    'packages:list',
    'packages:read',
    'packages:write',
    'documents:write',
    'blobs:read',
  ],
});

export const handle = endpoint(route, async (call) => {
  const { user } = call.body;
  const roster = await removeMember(call, user);
  // Also where the user is out already: the packages may be what is left of an attempt that broke off.
  const packages = await disown(call, user);
  if (!roster && packages === 0) throw notMember(user, call.params.org);
  return json({ ok: true, packages });
});
