import { randomBytes } from 'node:crypto';

import { attemptOf } from '#domain/sso/attempt.ts';
import { codeOf } from '#domain/web-session.ts';
import { endpoint } from '#http/endpoint.ts';
import { defineRoute } from '#http/route.ts';
import { setBrowserCookie } from '#http/sso/browser-cookie.ts';
import { confirmPage } from '#http/sso/confirm-page.ts';
import { withErrorPages } from '#http/sso/message-page.ts';
import { requireSignIn } from '#http/sso/require-sign-in.ts';
import { sessionOfPage } from '#http/sso/web-sessions.ts';

/** What the URL in a terminal leads to. Changes nothing: programs that look at links open it too. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/login/web',
  summary: 'Show who asks for a login, and ask whether to go on',
  permission: 'anyone',
  stores: ['web-sessions:read', 'sso'],
});

export const handle = endpoint(route, async ({ request, services }) =>
  withErrorPages(async () => {
    const { settings } = requireSignIn(services);
    const shown = await sessionOfPage(request.query.get('session') ?? '', services);
    const { session } = shown;
    const secret = randomBytes(32).toString('base64url');
    const signUp = settings.signUp ?? services.policy.signUp;
    return confirmPage({
      session,
      code: codeOf(shown.secret),
      host: new URL(request.baseUrl).host,
      provider: settings.name,
      address: request.address,
      form: attemptOf(session.id, secret).form,
      cookie: setBrowserCookie(request, session.id, secret),
      invited: session.purpose === 'login' && signUp === 'invite',
    });
  }),
);
