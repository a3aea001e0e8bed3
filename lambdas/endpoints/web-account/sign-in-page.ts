import { defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { signInForm } from '#http/web/sign-in-form.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/account/sign-in',
  summary: 'Ask who somebody is, to sign their browser in',
  permission: 'anyone',
  stores: ['first-admin'],
  page: true,
});

export const handle = page(route, async ({ request, services }) =>
  showPage(await signInForm({ next: request.query.get('next') }, request, services), request),
);
