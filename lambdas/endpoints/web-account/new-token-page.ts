import { defineRoute } from '#http/route.ts';
import { accountOf } from '#http/web/account-of.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { newTokenPage } from '#web/account/new-token.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/account/tokens/new',
  summary: 'Ask what a new token is for',
  permission: 'user',
  stores: [],
  page: true,
});

const FORM = {
  name: '',
  permission: 'read-only',
  packages: '',
  scopes: '',
  cidr: '',
  days: '90',
  bypass: '',
} as const;

export const handle = page(route, async (call) => {
  const { me } = await accountOf(call);
  return showPage(newTokenPage({ me, form: FORM }), call.request);
});
