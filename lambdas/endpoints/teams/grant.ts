import * as v from 'valibot';

import { parseLevel } from '#domain/org/grants.ts';
import { endpoint } from '#http/endpoint.ts';
import { setGrant } from '#http/org/grant.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** `npm access grant read-only|read-write <org:team> <package>`; for the whole scope the package is `@org/*`. */
export const route = defineRoute({
  method: 'PUT',
  path: '/-/team/{org}/{team}/package',
  summary: 'Let a team read or write a package, or all of the scope',
  permission: 'user',
  limit: 'publish',
  body: v.object({
    package: v.string('name the package'),
    permissions: v.string('permissions must be "read-only" or "read-write"'),
  }),
  stores: ['orgs:read', 'orgs:write', 'packages:read'],
});

export const handle = endpoint(route, async (call) => {
  await setGrant(call, parseLevel(call.body.permissions));
  return json({ ok: true });
});
