import { defineRoute } from '#http/route.ts';
import { requireSignIn } from '#http/sso/require-sign-in.ts';
import { accountOf, doneOf } from '#http/web/account-of.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { listIdentities } from '#store/sso/identities.ts';
import { signInsPage } from '#web/account/sign-ins.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/account/sign-ins',
  summary: 'List what somebody signs in with at the provider',
  permission: 'user',
  stores: ['sign-ins:list', 'sso'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { request, services } = call;
  requireSignIn(services);
  const { me, user } = await accountOf(call);
  const signIns = await listIdentities(services.table, user.name);
  return showPage(signInsPage({ me, signIns, done: doneOf(request) }), request);
});
