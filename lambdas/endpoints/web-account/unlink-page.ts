import { defineRoute } from '#http/route.ts';
import { requireSignIn } from '#http/sso/require-sign-in.ts';
import { accountOf } from '#http/web/account-of.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { unlinkPage } from '#web/account/sign-ins.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/account/sign-ins/unlink',
  summary: 'Ask whether a sign-in is to be unlinked',
  permission: 'user',
  stores: ['sso'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { request, services } = call;
  requireSignIn(services);
  const { me } = await accountOf(call);
  return showPage(unlinkPage({ me, id: request.query.get('id') ?? '' }), request);
});
