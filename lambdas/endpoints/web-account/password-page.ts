import { defineRoute } from '#http/route.ts';
import { accountOf, doneOf } from '#http/web/account-of.ts';
import { page } from '#http/web/page.ts';
import { goTo, showPage } from '#http/web/show-page.ts';
import { passwordPage } from '#web/account/password.ts';
import { accountPath } from '#web/paths.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/account/password',
  summary: 'Ask for a new password',
  permission: 'user',
  stores: [],
  page: true,
});

export const handle = page(route, async (call) => {
  const { request, services } = call;
  const { me } = await accountOf(call);
  if (!me.proof.password) return goTo(accountPath);
  const { passwordLength: shortest } = services.policy;
  return showPage(passwordPage({ me, shortest, done: doneOf(request) }), request);
});
