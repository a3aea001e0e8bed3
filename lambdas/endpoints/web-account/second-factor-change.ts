import * as v from 'valibot';

import { SECOND_FACTOR_MODES } from '#domain/second-factor/second-factor.ts';
import { setMode } from '#http/change-second-factor.ts';
import { confirmPerson } from '#http/confirm-person.ts';
import { defineRoute } from '#http/route.ts';
import { requireSecondFactor } from '#http/second-factor.ts';
import { accountOf } from '#http/web/account-of.ts';
import { FIELD } from '#http/web/fields.ts';
import { orForm, PROOF } from '#http/web/form-problem.ts';
import { page } from '#http/web/page.ts';
import { goTo } from '#http/web/show-page.ts';
import type { Problem } from '#web/account/form.ts';
import { changeSecondFactorPage } from '#web/account/second-factor.ts';
import type { Page } from '#web/layout.ts';
import { accountPaths, donePath } from '#web/paths.ts';

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/account/second-factor/change',
  summary: 'Change when codes are asked for, or turn the second factor off',
  permission: 'user',
  secondFactor: 'itself',
  body: v.object({ mode: v.picklist([...SECOND_FACTOR_MODES, 'disable']), password: FIELD }),
  limit: 'profile',
  stores: ['users:write', 'second-factor:write', 'sealer', 'attempts:write'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { body, request } = call;
  const { mode, password } = body;
  const { me } = await accountOf(call);
  // One is begun on a page of its own, which shows what comes of it.
  if (!me.proof.code) return goTo(accountPaths.secondFactor);
  const form = (problem: Problem): Page => changeSecondFactorPage({ me, mode, problem });
  return orForm({ request, fields: PROOF, form }, async () => {
    await confirmPerson(call, password);
    await requireSecondFactor('always', call);
    await setMode(call, mode);
    return goTo(donePath(accountPaths.secondFactor, mode === 'disable' ? 'off' : 'mode'));
  });
});
