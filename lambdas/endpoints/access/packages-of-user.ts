import { parseUserName } from '#domain/user.ts';
import { endpoint } from '#http/endpoint.ts';
import { ownPackages, packagesOwnedBy } from '#http/packages-of.ts';
import { findPerson } from '#http/people.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** `npm access list packages [<user>]`, once the name is no organization's; `pnpm access list packages <user>`. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/user/{user}/package',
  summary: 'List the packages of a user, of those that the caller may know of',
  permission: 'user',
  stores: ['search', 'orgs:read', 'memberships:list', 'packages:list', 'packages:read'],
});

export const handle = endpoint(route, async ({ params, principal, services }) => {
  if (params.user === principal.name) return json(await ownPackages(principal, services));
  const { name } = await findPerson(services.table, params.user);
  return json(await packagesOwnedBy(parseUserName(name), principal, services));
});
