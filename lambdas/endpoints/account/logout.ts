import { forbidden } from '#domain/errors.ts';
import { hashToken } from '#domain/token.ts';
import { auditOf } from '#http/audit.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { revokeRunToken, revokeToken } from '#http/revoke-token.ts';
import { defineRoute } from '#http/route.ts';
import { findAnyToken } from '#store/tokens.ts';

/** `npm logout`, `pnpm logout`, and yarn 1 after each publish. */
export const route = defineRoute({
  method: 'DELETE',
  path: '/-/user/token/{token}',
  summary: 'Revoke the token that is named, which must be one of the caller',
  permission: 'publisher',
  secondFactor: 'never',
  limit: 'tokens',
  secret: 'token',
  stores: ['tokens:write', 'run-tokens:write'],
});

export const handle = endpoint(route, async ({ params, principal, request, services }) => {
  const { token, runToken } = await findAnyToken(services.table, hashToken(params.token));
  const call = { principal, request, services };
  if (token) {
    if (principal.kind === 'ci' || token.user !== principal.name) throw foreign();
    await revokeToken(token, { ...call, principal });
  }
  if (runToken) {
    if (principal.kind !== 'ci' || runToken.key !== principal.key) throw foreign();
    await revokeRunToken(runToken, auditOf(call, 'run-revoke', { key: runToken.key }), services);
  }
  return json({ ok: true });
});

const foreign = () => forbidden('this token belongs to another user');
