import { forbidden } from '#domain/errors.ts';
import { tokenLimits, TokenRequest, tokenSummary } from '#domain/token-request.ts';
import { confirmPerson } from '#http/confirm-person.ts';
import { endpoint } from '#http/endpoint.ts';
import { issueToken } from '#http/issue-token.ts';
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

export const handle = endpoint(route, async ({ body, principal, request, services }) => {
  // What goes without codes was made with one: a stolen password alone makes nothing that outlasts it.
  if (body.bypass_2fa === true && principal.secondFactor === undefined) {
    throw forbidden(
      'a token that bypasses a second factor is for accounts that have one, and yours has none: leave --bypass-2fa out, or first run `npm profile enable-2fa auth-and-writes` or `pantry second-factor enable`',
    );
  }
  const longest = await confirmPerson({ principal, request, services }, body.password);
  const { text, token } = await issueToken(
    services,
    {
      ...tokenLimits(body, services.now(), longest),
      user: principal.name,
      name: body.name ?? 'token',
    },
    request.address,
  );
  return json({ ...tokenSummary(token), token: text }, 201);
});
