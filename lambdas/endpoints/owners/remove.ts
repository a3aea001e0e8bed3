import { endpoint } from '#http/endpoint.ts';
import { removeOwner } from '#http/manage/owners.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** `pnpm owner rm`; npm and yarn edit the document instead. */
export const route = defineRoute({
  method: 'DELETE',
  path: '/-/package/{package}/owners/{user}',
  summary: 'Take a package away from one of its owners',
  permission: 'manage',
  limit: 'publish',
  stores: ['packages:write', 'documents:write', 'blobs:read'],
});

export const handle = endpoint(route, async (call) => {
  const { owners } = await removeOwner(call, call.params.user);
  return json({ ok: true, success: true, maintainers: owners });
});
