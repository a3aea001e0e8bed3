import { defineRoute } from '#http/route.ts';
import { accountOf } from '#http/web/account-of.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { isSession } from '#http/web/shown-token.ts';
import { listTokens } from '#store/tokens.ts';
import { otherTokensPage } from '#web/account/tokens.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/account/tokens/others',
  summary: 'Ask whether all other tokens are to be revoked',
  permission: 'user',
  stores: ['tokens:list'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { principal, request, services } = call;
  const { me } = await accountOf(call);
  const tokens = await listTokens(services.table, principal.name);
  const count = tokens.filter((token) => !isSession(token, principal)).length;
  return showPage(otherTokensPage({ me, count }), request);
});
