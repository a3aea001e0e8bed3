import { invalid } from '#domain/errors.ts';
import { checkNewPassword } from '#domain/password.ts';
import { changeProfile } from '#http/change-profile.ts';
import { defineRoute } from '#http/route.ts';
import { accountOf } from '#http/web/account-of.ts';
import { fields } from '#http/web/fields.ts';
import { inField, orForm, PROOF } from '#http/web/form-problem.ts';
import { page } from '#http/web/page.ts';
import { goTo } from '#http/web/show-page.ts';
import type { Problem } from '#web/account/form.ts';
import { passwordPage } from '#web/account/password.ts';
import type { Page } from '#web/layout.ts';
import { accountPaths, donePath } from '#web/paths.ts';

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/account/password',
  summary: 'Change the password',
  permission: 'user',
  secondFactor: 'itself',
  body: fields('password', 'newPassword', 'repeatedPassword'),
  limit: 'profile',
  stores: ['users:write', 'second-factor:write', 'sealer', 'attempts:write'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { body, request, services } = call;
  const { password: old, newPassword, repeatedPassword } = body;
  const { passwordLength: shortest } = services.policy;
  const { me } = await accountOf(call);
  const form = (problem: Problem): Page => passwordPage({ me, shortest, problem });
  return orForm({ request, fields: PROOF, form }, async () => {
    inField('newPassword', () => checkNewPassword(newPassword, shortest));
    inField('repeatedPassword', () => checkSame(newPassword, repeatedPassword));
    await changeProfile(call, { password: { old, new: newPassword } });
    return goTo(donePath(accountPaths.password, 'password'));
  });
});

function checkSame(one: string, other: string): void {
  if (one !== other) throw invalid('this is not the same: type the new password twice');
}
