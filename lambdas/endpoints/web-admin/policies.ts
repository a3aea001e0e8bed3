import { defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { rulesOf } from '#http/web/rules-of.ts';
import { showPage } from '#http/web/show-page.ts';
import { policiesPage } from '#web/admin/policies.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/admin/policies',
  summary: 'Show admins all rules of the registry, and where each is set',
  permission: 'admin',
  stores: ['upstream:ask'],
  page: true,
});

export const handle = page(route, async ({ request, services }) =>
  showPage(policiesPage(rulesOf(services)), request),
);
