import { defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { joinPage } from '#web/people/invitations.ts';

/** The code is entered here, and not in the path: paths are in logs. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/web/people/join',
  summary: 'Ask for the code of an invitation',
  permission: 'user',
  stores: [],
  page: true,
});

export const handle = page(route, async ({ request }) => showPage(joinPage(), request));
