import { pendingAt } from '#domain/second-factor/second-factor.ts';
import { defineRoute } from '#http/route.ts';
import { accountOf, doneOf } from '#http/web/account-of.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { findSecondFactor } from '#store/second-factors.ts';
import { secondFactorPage } from '#web/account/second-factor.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/account/second-factor',
  summary: 'Show the second factor of who is signed in',
  permission: 'user',
  stores: ['second-factor:read'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { principal, request, services } = call;
  const { me } = await accountOf(call);
  const factor = await findSecondFactor(services.table, principal.name);
  const active = factor.active && {
    mode: factor.active.mode,
    since: factor.active.enrolledAt,
    codes: factor.active.recovery.length,
  };
  const pending = pendingAt(factor, services.now()) !== undefined;
  return showPage(secondFactorPage({ me, active, pending, done: doneOf(request) }), request);
});
