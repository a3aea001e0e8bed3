import { confirm } from '#http/change-second-factor.ts';
import { defineRoute } from '#http/route.ts';
import { requireSecondFactor } from '#http/second-factor.ts';
import { accountOf } from '#http/web/account-of.ts';
import { fields } from '#http/web/fields.ts';
import { orForm } from '#http/web/form-problem.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import type { Problem } from '#web/account/form.ts';
import { confirmSecondFactorPage, recoveryCodesPage } from '#web/account/second-factor.ts';
import type { Page } from '#web/layout.ts';

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/account/second-factor/confirm',
  summary: 'Turn a second factor on by its first code, and show the recovery codes once',
  permission: 'user',
  secondFactor: 'itself',
  body: fields('code'),
  limit: 'profile',
  stores: ['users:write', 'second-factor:write', 'sealer', 'attempts:write'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { body, principal, request } = call;
  const { me } = await accountOf(call);
  const form = (problem: Problem): Page => confirmSecondFactorPage({ me, problem });
  return orForm({ request, fields: FIELDS, form }, async () => {
    await requireSecondFactor(principal.secondFactor === undefined ? 'never' : 'always', call);
    const codes = await confirm(call, body.code);
    const done = 'Your second factor is on. It is asked for from now on.';
    return showPage(recoveryCodesPage({ me, codes, done }), request);
  });
});

const FIELDS = { otp_required: 'code', invalid: 'code' } as const;
