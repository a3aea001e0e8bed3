import { defineRoute } from '#http/route.ts';
import { requireSignIn } from '#http/sso/require-sign-in.ts';
import { linkedSignIn } from '#http/sso/unlink-sign-in.ts';
import { accountOf } from '#http/web/account-of.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { unlinkPage } from '#web/account/sign-ins.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/account/sign-ins/unlink',
  summary: 'Ask whether a sign-in is to be unlinked',
  permission: 'user',
  stores: ['sign-ins:read', 'sso'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { request, services } = call;
  requireSignIn(services);
  const { me } = await accountOf(call);
  const signIn = await linkedSignIn(call, request.query.get('id') ?? '');
  return showPage(unlinkPage({ me, signIn }), request);
});
