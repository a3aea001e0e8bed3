import { defineRoute } from '#http/route.ts';
import { accountOf } from '#http/web/account-of.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { ownToken, shownToken } from '#http/web/shown-token.ts';
import { revokePage } from '#web/account/tokens.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/account/tokens/revoke/{key}',
  summary: 'Ask whether a token is to be revoked',
  permission: 'user',
  stores: ['tokens:list'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { params, principal, request, services } = call;
  const { me } = await accountOf(call);
  const token = shownToken(await ownToken(params.key, principal, services), principal);
  return showPage(revokePage({ me, token }), request);
});
