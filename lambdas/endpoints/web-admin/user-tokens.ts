import { parseUserName } from '#domain/user.ts';
import { revokeToken } from '#http/revoke-token.ts';
import { defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { goTo } from '#http/web/show-page.ts';
import { listTokens } from '#store/tokens.ts';
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
  const tokens = await listTokens(call.services.table, name);
  // Who revokes their own goes last: until then they are who does it.
  const { credential } = call.principal;
  const own = credential.kind === 'token' ? credential.key : undefined;
  for (const token of tokens.filter(({ key }) => key !== own)) await revokeToken(token, call);
  for (const token of tokens.filter(({ key }) => key === own)) await revokeToken(token, call);
  return goTo(adminUserPath(name));
});
