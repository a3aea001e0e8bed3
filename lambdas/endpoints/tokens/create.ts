import { TokenRequest, tokenSummary } from '#domain/token-request.ts';
import { endpoint } from '#http/endpoint.ts';
import { makeToken } from '#http/make-token.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** `npm token create`. */
export const route = defineRoute({
  method: 'POST',
  path: '/-/npm/v1/tokens',
  summary: 'Make a token, limited by permission, packages, scopes, addresses or time',
  permission: 'user',
  secondFactor: 'always',
  limit: 'tokens',
  body: TokenRequest,
  stores: ['tokens:write'],
});

export const handle = endpoint(route, async (call) => {
  const { text, token } = await makeToken(call);
  return json({ ...tokenSummary(token), token: text }, 201);
});
