import { forbidden, notFound } from '#domain/errors.ts';
import { canManageAccount } from '#domain/permission.ts';
import { hashToken } from '#domain/token.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { revokeToken } from '#http/revoke-token.ts';
import { defineRoute } from '#http/route.ts';
import { listTokens } from '#store/tokens.ts';

/** `npm token revoke`: by the key that the list shows, or by the token itself. */
export const route = defineRoute({
  method: 'DELETE',
  path: '/-/npm/v1/tokens/token/{key}',
  summary: "Revoke one of the caller's tokens",
  permission: 'user',
  secondFactor: 'always',
  limit: 'tokens',
  secret: 'key',
  stores: ['tokens:list', 'tokens:write'],
});

export const handle = endpoint(route, async ({ params: { key }, principal, request, services }) => {
  if (!canManageAccount(principal)) {
    throw forbidden('a limited token can not revoke tokens: log in with the password');
  }
  const tokens = await listTokens(services.table, principal.name);
  const token = tokens.find((each) => each.key === key || each.hash === hashToken(key));
  if (!token) throw notFound('a token of yours with this key');
  await revokeToken(token, { principal, request, services });
  return json({ ok: true });
});
