import { ANONYMOUS } from '#domain/principal.ts';
import { MINUTE } from '#http/caching.ts';
import { endpoint, type Handle } from '#http/endpoint.ts';
import { registryReply } from '#http/registry-statistics.ts';
import { defineRoute } from '#http/route.ts';
import { homeOf } from '#http/web/home.ts';
import { isShownPage } from '#http/web/page-instead.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { homePage } from '#web/home/home.ts';

/** Where somebody arrives who opens the registry's URL; programs are told how much there is. */
export const route = defineRoute({
  method: 'GET',
  path: '/',
  summary: 'Show what the registry has: search, newest and most used packages',
  permission: 'visitor',
  cache: MINUTE,
  stores: [
    'search',
    'newest:read',
    'totals:read',
    'downloads:read',
    'packages:read',
    'orgs:read',
    'memberships:list',
  ],
  page: true,
});

const forBrowsers = page(route, async ({ principal, request, services }) => {
  const isOpen = services.policy.reads === 'anyone';
  // What anyone may read is the same for everybody, so that the edge may keep it.
  const home = await homeOf(isOpen ? ANONYMOUS : principal, services);
  const view = homePage({ ...home.view, registry: `${request.baseUrl.replace(/\/$/, '')}/` });
  // The first package is waited for, until all that shows it does.
  const isFilled = home.view.totals.packages > 0 && home.view.newest.length > 0;
  if (!isOpen || !isFilled) return showPage(view, request);
  const until = services.now().getTime() + 60_000;
  return showPage(view, request, {
    headers: { 'cache-control': MINUTE.control, vary: 'accept, accept-encoding' },
    shared: { audience: 'anyone', tags: ['web', ...home.tags], form: 'page', until },
  });
});

const forPrograms = endpoint(route, async ({ services }) => ({
  ...(await registryReply(services)),
  headers: { vary: 'accept' },
}));

export const handle: Handle = async (request, params, services) => {
  const handler = isShownPage(request, services) ? forBrowsers : forPrograms;
  return handler(request, params, services);
};
