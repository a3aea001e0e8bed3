import { unauthenticated } from '#domain/errors.ts';
import { profileOf } from '#domain/user.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { findUser } from '#store/users.ts';

/** `npm profile get`, and the first request of `npm profile set`. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/npm/v1/user',
  summary: "Read the caller's profile",
  permission: 'user',
  stores: [],
});

export const handle = endpoint(route, async ({ principal, services }) => {
  const user = await findUser(services.table, principal.name);
  if (!user) throw unauthenticated('this account does not exist any more');
  return json(profileOf(user));
});
