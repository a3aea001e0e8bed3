import { endpoint } from '#http/endpoint.ts';
import { revokeInvitation } from '#http/org/invitation.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

export const route = defineRoute({
  method: 'DELETE',
  path: '/-/v1/orgs/{org}/invitations/{key}',
  summary: 'Take an invitation back',
  permission: 'user',
  limit: 'publish',
  stores: ['orgs:read', 'orgs:write'],
});

export const handle = endpoint(route, async (call) => {
  await revokeInvitation(call, call.params.key);
  return json({ ok: true });
});
