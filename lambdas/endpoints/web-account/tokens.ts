import { isExpired } from '#domain/token.ts';
import { defineRoute } from '#http/route.ts';
import { accountOf, doneOf } from '#http/web/account-of.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { shownToken } from '#http/web/shown-token.ts';
import { listTokens } from '#store/tokens.ts';
import { tokensPage } from '#web/account/tokens.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/account/tokens',
  summary: 'List the tokens of who is signed in',
  permission: 'user',
  stores: ['tokens:list'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { principal, request, services } = call;
  const { me } = await accountOf(call);
  const found = await listTokens(services.table, principal.name);
  const tokens = found
    .filter((token) => !isExpired(token, services.now()))
    .map((token) => shownToken(token, principal))
    .toReversed();
  return showPage(tokensPage({ me, tokens, done: doneOf(request) }), request);
});
