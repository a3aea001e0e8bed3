import { endpoint } from '#http/endpoint.ts';
import { requireInsider, viewerOf } from '#http/org/membership.ts';
import { listingFor, shelfOf } from '#http/org/shelf.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** `npm access list packages <org>`; where this is a 404, npm takes the name for a user's. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/org/{org}/package',
  summary: 'List the packages of an organization that the caller may know of, for its members',
  permission: 'user',
  stores: ['orgs:read', 'packages:list'],
});

export const handle = endpoint(route, async ({ params, principal, services: { table } }) => {
  const insider = await requireInsider(principal, params.org, table);
  return json(listingFor(await shelfOf(table, insider.org), viewerOf(insider)));
});
