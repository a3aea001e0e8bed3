import { defineRoute } from '#http/route.ts';
import { requireSecondFactor } from '#http/second-factor.ts';
import { requireSignIn } from '#http/sso/require-sign-in.ts';
import { linkedSignIn, unlinkSignIn } from '#http/sso/unlink-sign-in.ts';
import { accountOf } from '#http/web/account-of.ts';
import { fields } from '#http/web/fields.ts';
import { orForm, PROOF } from '#http/web/form-problem.ts';
import { page } from '#http/web/page.ts';
import { goTo } from '#http/web/show-page.ts';
import type { Problem } from '#web/account/form.ts';
import { unlinkPage } from '#web/account/sign-ins.ts';
import type { Page } from '#web/layout.ts';
import { accountPaths, donePath } from '#web/paths.ts';

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/account/sign-ins/unlink',
  summary: 'Unlink a sign-in from the account',
  permission: 'user',
  secondFactor: 'itself',
  body: fields('id', 'password'),
  limit: 'profile',
  stores: [
    'sign-ins:read',
    'sign-ins:list',
    'sign-ins:write',
    'sso',
    'second-factor:write',
    'sealer',
  ],
  page: true,
});

export const handle = page(route, async (call) => {
  const { body, request } = call;
  const { id, password } = body;
  requireSignIn(call.services);
  const { me } = await accountOf(call);
  const signIn = await linkedSignIn(call, id);
  const form = (problem: Problem): Page => unlinkPage({ me, signIn, problem });
  return orForm({ request, fields: PROOF, form }, async () => {
    await unlinkSignIn(call, { id, password }, async () => requireSecondFactor('always', call));
    return goTo(donePath(accountPaths.signIns, 'unlinked'));
  });
});
