import { defineRoute } from '#http/route.ts';
import { accountOf } from '#http/web/account-of.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { invitationPage } from '#web/account/overview.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/account/invitation',
  summary: 'Ask for the code of an invitation',
  permission: 'user',
  stores: [],
  page: true,
});

export const handle = page(route, async (call) => {
  const { me } = await accountOf(call);
  return showPage(invitationPage({ me }), call.request);
});
