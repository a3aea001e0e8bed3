import { parseEmail } from '#domain/user.ts';
import { changeProfile } from '#http/change-profile.ts';
import { confirmPerson } from '#http/confirm-person.ts';
import { defineRoute } from '#http/route.ts';
import { accountOf } from '#http/web/account-of.ts';
import { fields } from '#http/web/fields.ts';
import { inField, orForm, PROOF } from '#http/web/form-problem.ts';
import { page } from '#http/web/page.ts';
import { goTo } from '#http/web/show-page.ts';
import type { Problem } from '#web/account/form.ts';
import { emailPage } from '#web/account/overview.ts';
import type { Page } from '#web/layout.ts';
import { accountPath, donePath } from '#web/paths.ts';

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/account/email',
  summary: 'Change the e-mail address',
  permission: 'user',
  secondFactor: 'itself',
  body: fields('email', 'password'),
  limit: 'profile',
  stores: ['users:write', 'second-factor:write', 'sealer'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { body, request } = call;
  const { email, password } = body;
  const { me } = await accountOf(call);
  const form = (problem: Problem): Page => emailPage({ me, email, problem });
  return orForm({ request, fields: PROOF, form }, async () => {
    inField('email', () => parseEmail(email));
    await confirmPerson(call, password);
    await changeProfile(call, { email });
    return goTo(donePath(accountPath, 'email'));
  });
});
