import { defineRoute } from '#http/route.ts';
import { accountOf } from '#http/web/account-of.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { emailPage } from '#web/account/overview.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/account/email',
  summary: 'Ask for another e-mail address',
  permission: 'user',
  stores: [],
  page: true,
});

export const handle = page(route, async (call) => {
  const { me, user } = await accountOf(call);
  return showPage(emailPage({ me, email: user.email }), call.request);
});
