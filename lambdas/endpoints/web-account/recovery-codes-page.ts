import { defineRoute } from '#http/route.ts';
import { accountOf } from '#http/web/account-of.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { newCodesPage } from '#web/account/second-factor.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/account/second-factor/codes',
  summary: 'Ask whether new recovery codes are to be made',
  permission: 'user',
  stores: [],
  page: true,
});

export const handle = page(route, async (call) => {
  const { me } = await accountOf(call);
  return showPage(newCodesPage({ me }), call.request);
});
