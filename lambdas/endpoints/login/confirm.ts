import { forbidden } from '#domain/errors.ts';
import { sameSecret, sha256 } from '#domain/integrity.ts';
import { attemptOf } from '#domain/sso/attempt.ts';
import type { WebSession } from '#domain/web-session.ts';
import { endpoint } from '#http/endpoint.ts';
import type { Request } from '#http/request.ts';
import { defineRoute } from '#http/route.ts';
import { readBrowserCookie } from '#http/sso/browser-cookie.ts';
import { messagePage, withErrorPages } from '#http/sso/message-page.ts';
import { refuseLogin } from '#http/sso/refuse-login.ts';
import { requireSignIn } from '#http/sso/require-sign-in.ts';
import { toProvider } from '#http/sso/to-provider.ts';
import { sessionGone, sessionOfPage } from '#http/sso/web-sessions.ts';
import { type Form, readForm } from '#http/web/form.ts';
import { enterBrowser } from '#store/web-session-writes.ts';

/** The form of the page: on to the provider, or not. */
export const route = defineRoute({
  method: 'POST',
  path: '/-/v1/login/web',
  summary: 'Go on to the provider, or refuse the login',
  permission: 'anyone',
  limit: 'login',
  body: 'stream',
  stores: ['web-sessions:write', 'sso'],
});

export const handle = endpoint(route, async ({ request, services }) =>
  withErrorPages(async () => {
    requireSignIn(services);
    const { session } = await sessionOfPage(request.query.get('session') ?? '', services);
    const form = await readForm(request);
    const secret = secretOf(request, session, form);
    if (form['answer'] !== 'yes') {
      await refuseLogin(session, 'the person at the browser says that it was not them', {
        request,
        services,
      });
      return messagePage('Nobody was logged in', 'You can close this page.');
    }
    const invitation = textOf(form, 'invitation').replaceAll(/\s/g, '');
    const entered = await enterBrowser(services.table, session, {
      browserHash: sha256(secret),
      ...(invitation !== '' && { inviteHash: sha256(invitation) }),
    });
    if (!entered) throw sessionGone();
    return toProvider(attemptOf(session.id, secret), request, services);
  }),
);

/**
 * The secret of the browser that was shown the page. A page elsewhere can send this form too, and would have
 * somebody log in a stranger's terminal unseen: but it knows neither the cookie nor what is made of it. Without TLS a
 * site beside ours could set a cookie of its own: readForm() takes the form of no other site.
 */
function secretOf(request: Request, { id }: WebSession, form: Form): string {
  const secret = readBrowserCookie(request, id);
  if (secret !== undefined && sameSecret(textOf(form, 'form'), attemptOf(id, secret).form)) {
    return secret;
  }
  throw forbidden(
    'this form is not of the page that this browser was shown: open the URL of your terminal again, with cookies allowed',
  );
}

/** A field that comes several times is none of our page's. */
function textOf(form: Form, name: string): string {
  const value = form[name];
  return typeof value === 'string' ? value : '';
}
