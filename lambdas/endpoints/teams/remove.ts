import { endpoint } from '#http/endpoint.ts';
import { removeTeam } from '#http/org/teams.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** `npm team destroy <org:team>`. What was granted to it and who was in it goes with its id. */
export const route = defineRoute({
  method: 'DELETE',
  path: '/-/team/{org}/{team}',
  summary: 'Remove a team with all its grants',
  permission: 'user',
  limit: 'publish',
  stores: ['orgs:read', 'orgs:write'],
});

export const handle = endpoint(route, async (call) => {
  await removeTeam(call, call.params.team);
  return json({ ok: true });
});
