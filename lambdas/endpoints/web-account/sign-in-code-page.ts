import { defineRoute } from '#http/route.ts';
import { sessionOfCode } from '#http/sso/browser-session.ts';
import { page } from '#http/web/page.ts';
import { goTo, showPage } from '#http/web/show-page.ts';
import { signInCodePage } from '#web/account/sign-in.ts';
import { signInPath } from '#web/paths.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/account/sign-in/code',
  summary: 'Ask who gave the right password for a code',
  permission: 'anyone',
  stores: ['web-sessions:read'],
  page: true,
});

export const handle = page(route, async ({ request, services }) => {
  const session = await sessionOfCode(request.query.get('session') ?? '', request, services);
  if (!session) return goTo(signInPath());
  return showPage(signInCodePage({ session: session.id, next: session.next }), request);
});
