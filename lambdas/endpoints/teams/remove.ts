import { forbidden } from '#domain/errors.ts';
import { checkAdministers } from '#domain/org/member.ts';
import { EVERYBODY } from '#domain/org/org.ts';
import { endpoint } from '#http/endpoint.ts';
import { changeOrgAs } from '#http/org/change-org.ts';
import { teamOf } from '#http/org/team.ts';
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
  const { team } = call.params;
  await changeOrgAs(call, async ({ org, actor }) => {
    checkAdministers(actor);
    const { id } = teamOf(org, team);
    if (id === EVERYBODY) throw forbidden(`${EVERYBODY} is the team of all members, and stays`);
    const { [team]: _, ...teams } = org.teams;
    return {
      after: { ...org, teams },
      action: 'team-destroy',
      detail: { team },
      change: { before: { name: team } },
    };
  });
  return json({ ok: true });
});
