import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { rejectStaged } from '#http/staging/reject-staged.ts';

/** `npm stage reject`. */
export const route = defineRoute({
  method: 'DELETE',
  path: '/-/stage/{id}',
  summary: 'Reject a staged version: people only',
  permission: 'user',
  secondFactor: 'itself',
  limit: 'publish',
  stores: ['orgs:read', 'packages:read', 'staged:read', 'staged:write'],
});

export const handle = endpoint(route, async (call) => {
  await rejectStaged(call, call.params.id);
  return json({ ok: true });
});
