import { defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { signUpForm } from '#http/web/sign-up-form.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/account/sign-up',
  summary: 'Ask somebody new for a name and a password',
  permission: 'anyone',
  stores: ['first-admin'],
  page: true,
});

export const handle = page(route, async ({ request, services }) =>
  showPage(await signUpForm({ next: request.query.get('next') }, request, services), request),
);
