import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { APPROVING, approveStaged } from '#http/staging/approve-staged.ts';

/** `npm stage approve`, of which no body comes and whose answer is read as JSON. */
export const route = defineRoute({
  method: 'POST',
  path: '/-/stage/{id}/approve',
  summary: 'Publish a staged version: people only',
  permission: 'user',
  secondFactor: 'itself',
  limit: 'publish',
  stores: APPROVING,
});

export const handle = endpoint(route, async (call) => {
  const { id, draft } = await approveStaged(call, call.params.id);
  return json({ ok: true, id, packageName: draft.name, version: draft.version });
});
