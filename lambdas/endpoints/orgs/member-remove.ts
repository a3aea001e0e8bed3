import * as v from 'valibot';

import { endpoint } from '#http/endpoint.ts';
import { putOut } from '#http/org/put-out.ts';
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

export const handle = endpoint(route, async (call) =>
  json({ ok: true, packages: await putOut(call, call.body.user) }),
);
