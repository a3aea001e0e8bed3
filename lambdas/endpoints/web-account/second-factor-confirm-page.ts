import { defineRoute } from '#http/route.ts';
import { accountOf } from '#http/web/account-of.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { confirmSecondFactorPage } from '#web/account/second-factor.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/account/second-factor/confirm',
  summary: 'Ask for the first code of a second factor',
  permission: 'user',
  stores: [],
  page: true,
});

export const handle = page(route, async (call) => {
  const { me } = await accountOf(call);
  return showPage(confirmSecondFactorPage({ me }), call.request);
});
