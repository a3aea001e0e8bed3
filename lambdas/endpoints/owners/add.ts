import * as v from 'valibot';

import { endpoint } from '#http/endpoint.ts';
import { addOwner } from '#http/manage/owners.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** `pnpm owner add`; npm and yarn edit the document instead. */
export const route = defineRoute({
  method: 'PUT',
  path: '/-/package/{package}/owners',
  summary: 'Make a user an owner of a package',
  permission: 'manage',
  limit: 'publish',
  body: v.object({ user: v.string('name the user to add') }),
  stores: ['packages:write', 'documents:write', 'blobs:read'],
});

export const handle = endpoint(route, async (call) => {
  const { owners } = await addOwner(call, call.body.user);
  return json({ ok: true, success: true, maintainers: owners });
});
