import { replaceRecoveryCodes } from '#http/change-second-factor.ts';
import { defineRoute } from '#http/route.ts';
import { requireSecondFactor } from '#http/second-factor.ts';
import { accountOf } from '#http/web/account-of.ts';
import { orForm, PROOF } from '#http/web/form-problem.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import type { Problem } from '#web/account/form.ts';
import { newCodesPage, recoveryCodesPage } from '#web/account/second-factor.ts';
import type { Page } from '#web/layout.ts';

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/account/second-factor/codes',
  summary: 'Make new recovery codes, and show them once',
  permission: 'user',
  secondFactor: 'itself',
  limit: 'profile',
  stores: ['users:write', 'second-factor:write', 'sealer', 'attempts:write'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { request } = call;
  const { me } = await accountOf(call);
  const form = (problem: Problem): Page => newCodesPage({ me, problem });
  return orForm({ request, fields: PROOF, form }, async () => {
    await requireSecondFactor('always', call);
    const codes = await replaceRecoveryCodes(call);
    const done = 'You have new recovery codes. Those before are good no more.';
    return showPage(recoveryCodesPage({ me, codes, done }), request);
  });
});
