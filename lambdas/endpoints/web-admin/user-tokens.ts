import { parseUserName } from '#domain/user.ts';
import { revokeAllTokens } from '#http/revoke-all-tokens.ts';
import { defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { goTo } from '#http/web/show-page.ts';
import { adminUserPath } from '#web/paths.ts';

/** For an account that somebody else got into: each token is revoked, and the audit log has each. */
export const route = defineRoute({
  method: 'POST',
  path: '/-/web/admin/users/{user}/tokens',
  summary: "Revoke all of a user's tokens",
  permission: 'admin',
  secondFactor: 'always',
  limit: 'tokens',
  stores: ['tokens:list', 'tokens:write'],
  page: true,
});

export const handle = page(route, async (call) => {
  const name = parseUserName(call.params.user);
  await revokeAllTokens(name, call);
  return goTo(adminUserPath(name));
});
