import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { removeTrust } from '#http/trust.ts';

/** `npm trust revoke`. Tokens of runs that it let in end with it. */
export const route = defineRoute({
  method: 'DELETE',
  path: '/-/package/{package}/trust/{publisher}',
  summary: 'Trust a workflow no longer',
  permission: 'manage',
  secondFactor: 'always',
  limit: 'publish',
  stores: ['packages:read', 'trust:read', 'trust:write'],
});

export const handle = endpoint(route, async (call) => {
  await removeTrust(call, call.params.publisher);
  return json({ ok: true });
});
