import { defineRoute } from '#http/route.ts';
import { accountOf } from '#http/web/account-of.ts';
import { page } from '#http/web/page.ts';
import { goTo, showPage } from '#http/web/show-page.ts';
import { beginSecondFactorPage } from '#web/account/second-factor.ts';
import { accountPaths } from '#web/paths.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/account/second-factor/begin',
  summary: 'Ask how a second factor is to be set up',
  permission: 'user',
  stores: [],
  page: true,
});

export const handle = page(route, async (call) => {
  const { me } = await accountOf(call);
  if (me.proof.code) return goTo(accountPaths.secondFactor);
  return showPage(beginSecondFactorPage({ me, mode: 'auth-and-writes' }), call.request);
});
