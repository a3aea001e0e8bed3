import { tokenSummary } from '#domain/token-request.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { listTokens } from '#store/tokens.ts';

/** `npm token list`, and the first request of `npm token revoke`. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/npm/v1/tokens',
  summary: "List the caller's tokens",
  permission: 'user',
  stores: ['tokens:list'],
});

export const handle = endpoint(route, async ({ principal, services }) => {
  const tokens = await listTokens(services.table, principal.name);
  // npm follows `urls.next` and fails where `urls` is missing.
  return json({ objects: tokens.map(tokenSummary), total: tokens.length, urls: {} });
});
