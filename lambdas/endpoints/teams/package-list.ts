import { endpoint } from '#http/endpoint.ts';
import { requireInsider, viewerOf } from '#http/org/membership.ts';
import { listingOfTeam, shelfOf } from '#http/org/shelf.ts';
import { teamOf } from '#http/org/team.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** `npm access list packages <org:team>`. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/team/{org}/{team}/package',
  summary: 'List what a team may read and write, of what the caller may know of',
  permission: 'user',
  stores: ['orgs:read', 'packages:list'],
});

export const handle = endpoint(route, async ({ params, principal, services: { table } }) => {
  const insider = await requireInsider(principal, params.org, table);
  const team = teamOf(insider.org, params.team);
  const shelf = await shelfOf(table, insider.org);
  return json(listingOfTeam(shelf, insider.org, team, viewerOf(insider)));
});
