import { defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { homePage } from '#web/home/home.ts';

/** Where somebody arrives who opens the registry's URL. */
export const route = defineRoute({
  method: 'GET',
  path: '/',
  summary: 'Show what the registry has: search, newest and most used packages',
  permission: 'visitor',
  stores: [],
  page: true,
});

export const handle = page(route, async ({ request }) =>
  showPage(homePage({ host: new URL(request.baseUrl).host }), request),
);
