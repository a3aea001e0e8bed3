import { endpoint } from '#http/endpoint.ts';
import { requireInsider } from '#http/org/membership.ts';
import { teamViews } from '#http/org/view.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** `npm team ls <org>` asks with `format=cli` and wants `org:team`, `pnpm team ls @org` wants objects. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/org/{org}/team',
  summary: 'List the teams of an organization, for its members',
  permission: 'user',
  stores: ['orgs:read'],
});

export const handle = endpoint(
  route,
  async ({ params, principal, request, services: { table } }) => {
    const { org } = await requireInsider(principal, params.org, table);
    if (request.query.get('format') !== 'cli') return json(teamViews(org.teams));
    const names = Object.keys(org.teams).toSorted();
    return json(names.map((team) => `${org.name}:${team}`));
  },
);
