import * as v from 'valibot';

import { endpoint } from '#http/endpoint.ts';
import { setGrant } from '#http/org/grant.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** `npm access revoke <org:team> <package>`: also shuts a team out that may do something with the whole scope. */
export const route = defineRoute({
  method: 'DELETE',
  path: '/-/team/{org}/{team}/package',
  summary: 'Take a package, or all of the scope, from a team',
  permission: 'user',
  limit: 'publish',
  body: v.object({ package: v.string('name the package') }),
  stores: ['orgs:read', 'orgs:write', 'packages:read'],
});

export const handle = endpoint(route, async (call) => {
  await setGrant(call, undefined);
  return json({ ok: true });
});
