import { endpoint } from '#http/endpoint.ts';
import { requireInsider } from '#http/org/membership.ts';
import { membersOf, teamOf } from '#http/org/team.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { listMembers } from '#store/orgs.ts';

/** `npm team ls <org:team>` asks with `format=cli` and wants names, `pnpm team ls @org:team` wants objects. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/team/{org}/{team}/user',
  summary: 'List the members of a team, for those of its organization',
  permission: 'user',
  stores: ['orgs:read'],
});

export const handle = endpoint(
  route,
  async ({ params, principal, request, services: { table } }) => {
    const { org } = await requireInsider(principal, params.org, table);
    const members = membersOf(await listMembers(table, org.name), teamOf(org, params.team));
    const names = members.map(({ user }) => user);
    return json(
      request.query.get('format') === 'cli' ? names : names.map((name) => ({ name, user: name })),
    );
  },
);
