import { forbidden } from '#domain/errors.ts';
import { hashToken } from '#domain/token.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { revokeToken } from '#http/revoke-token.ts';
import { defineRoute } from '#http/route.ts';
import { findToken } from '#store/tokens.ts';

/** `npm logout`, `pnpm logout`, and yarn 1 after each publish. */
export const route = defineRoute({
  method: 'DELETE',
  path: '/-/user/token/{token}',
  summary: 'Revoke the token that is named, which must be one of the caller',
  permission: 'user',
  secondFactor: 'never',
  stores: ['tokens:write'],
});

export const handle = endpoint(route, async ({ params, principal, request, services }) => {
  const token = await findToken(services.table, hashToken(params.token));
  if (token && token.user !== principal.name) throw forbidden('this token belongs to another user');
  if (token) await revokeToken(token, { principal, request, services });
  return json({ ok: true });
});
