import { notFound } from '#domain/errors.ts';
import { asUserName } from '#domain/user.ts';
import { removeSecondFactor } from '#http/change-second-factor.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** For people who have lost both their authenticator and their recovery codes. */
export const route = defineRoute({
  method: 'DELETE',
  path: '/-/v1/users/{user}/second-factor',
  summary: "Take a user's second factor away, for who has lost it",
  permission: 'admin',
  secondFactor: 'always',
  limit: 'profile',
  stores: ['second-factor:write'],
});

export const handle = endpoint(route, async (call) => {
  const { user } = call.params;
  const name = asUserName(user);
  if (!name || !(await removeSecondFactor(call, name))) {
    throw notFound(`a second factor of "${user}"`);
  }
  return json({ ok: true });
});
