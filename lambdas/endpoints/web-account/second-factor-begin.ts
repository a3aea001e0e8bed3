import * as v from 'valibot';

import { SECOND_FACTOR_MODES } from '#domain/second-factor/second-factor.ts';
import { setMode } from '#http/change-second-factor.ts';
import { confirmPerson } from '#http/confirm-person.ts';
import { defineRoute } from '#http/route.ts';
import { accountOf } from '#http/web/account-of.ts';
import { FIELD } from '#http/web/fields.ts';
import { orForm, PROOF } from '#http/web/form-problem.ts';
import { page } from '#http/web/page.ts';
import { goTo, showPage } from '#http/web/show-page.ts';
import type { Problem } from '#web/account/form.ts';
import { beginSecondFactorPage, confirmSecondFactorPage } from '#web/account/second-factor.ts';
import type { Page } from '#web/layout.ts';
import { accountPaths } from '#web/paths.ts';

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/account/second-factor/begin',
  summary: 'Begin a second factor: show the key that an authenticator takes',
  permission: 'user',
  secondFactor: 'itself',
  body: v.object({ mode: v.picklist(SECOND_FACTOR_MODES), password: FIELD }),
  limit: 'profile',
  stores: ['users:write', 'second-factor:write', 'sealer', 'attempts:write'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { body, request } = call;
  const { mode, password } = body;
  const { me } = await accountOf(call);
  // The one that is there is changed on a page of its own, which asks for a code.
  if (me.proof.code || call.principal.secondFactor !== undefined) {
    return goTo(accountPaths.secondFactor);
  }
  const form = (problem: Problem): Page => beginSecondFactorPage({ me, mode, problem });
  return orForm({ request, fields: PROOF, form }, async () => {
    await confirmPerson(call, password);
    const uri = await setMode(call, mode);
    if (typeof uri !== 'string') return goTo(accountPaths.secondFactor);
    return showPage(confirmSecondFactorPage({ me, uri }), request);
  });
});
