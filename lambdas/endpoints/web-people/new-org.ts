import { defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { newOrgPage } from '#web/people/new-org.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/people/new-org',
  summary: 'Ask for the name of a new organization',
  permission: 'user',
  stores: [],
  page: true,
});

export const handle = page(route, async ({ principal, request, services }) =>
  showPage(newOrgPage(principal.admin || services.policy.orgs === 'anyone'), request),
);
