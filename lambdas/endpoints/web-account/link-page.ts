import { defineRoute } from '#http/route.ts';
import { requireSignIn } from '#http/sso/require-sign-in.ts';
import { accountOf } from '#http/web/account-of.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { linkPage } from '#web/account/sign-ins.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/account/sign-ins/link',
  summary: 'Ask whether a sign-in is to be linked',
  permission: 'user',
  stores: ['sso'],
  page: true,
});

export const handle = page(route, async (call) => {
  requireSignIn(call.services);
  const { me } = await accountOf(call);
  return showPage(linkPage({ me }), call.request);
});
