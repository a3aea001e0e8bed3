import { pendingAt } from '#domain/second-factor/second-factor.ts';
import { defineRoute } from '#http/route.ts';
import { accountOf } from '#http/web/account-of.ts';
import { page } from '#http/web/page.ts';
import { goTo, showPage } from '#http/web/show-page.ts';
import { findSecondFactor } from '#store/second-factors.ts';
import { confirmSecondFactorPage } from '#web/account/second-factor.ts';
import { accountPaths, donePath } from '#web/paths.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/account/second-factor/confirm',
  summary: 'Ask for the first code of a second factor',
  permission: 'user',
  stores: ['second-factor:read'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { principal, services } = call;
  const { me } = await accountOf(call);
  const factor = await findSecondFactor(services.table, principal.name);
  if (!pendingAt(factor, services.now())) return goTo(donePath(accountPaths.secondFactor, 'late'));
  return showPage(confirmSecondFactorPage({ me }), call.request);
});
