import { notFound } from '#domain/errors.ts';
import { parseUserName } from '#domain/user.ts';
import { removeSecondFactor } from '#http/change-second-factor.ts';
import { defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { goTo } from '#http/web/show-page.ts';
import { adminUserPath } from '#web/paths.ts';

/** For people who have lost both their authenticator and their recovery codes. */
export const route = defineRoute({
  method: 'POST',
  path: '/-/web/admin/users/{user}/second-factor',
  summary: "Take a user's second factor away, for who has lost it",
  permission: 'admin',
  secondFactor: 'always',
  limit: 'profile',
  stores: ['second-factor:write'],
  page: true,
});

export const handle = page(route, async (call) => {
  const name = parseUserName(call.params.user);
  if (!(await removeSecondFactor(call, name))) throw notFound(`a second factor of "${name}"`);
  return goTo(adminUserPath(name));
});
