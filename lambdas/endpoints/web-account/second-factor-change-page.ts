import { defineRoute } from '#http/route.ts';
import { accountOf } from '#http/web/account-of.ts';
import { page } from '#http/web/page.ts';
import { goTo, showPage } from '#http/web/show-page.ts';
import { changeSecondFactorPage } from '#web/account/second-factor.ts';
import { accountPaths } from '#web/paths.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/account/second-factor/change',
  summary: 'Ask how a second factor is to be changed',
  permission: 'user',
  stores: [],
  page: true,
});

export const handle = page(route, async (call) => {
  const { me, user } = await accountOf(call);
  const { secondFactor: mode } = user;
  if (mode === undefined) return goTo(accountPaths.secondFactor);
  return showPage(changeSecondFactorPage({ me, mode }), call.request);
});
