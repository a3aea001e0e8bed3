import { principalOf } from '#http/authenticate.ts';
import { noticeHeaders } from '#http/notice.ts';
import { defineRoute } from '#http/route.ts';
import { requireSecondFactor } from '#http/second-factor.ts';
import { dropBrowserCookie } from '#http/sso/browser-cookie.ts';
import { sessionOfCode } from '#http/sso/browser-session.ts';
import { beginSession } from '#http/web/begin-session.ts';
import { fields } from '#http/web/fields.ts';
import { orForm } from '#http/web/form-problem.ts';
import { page } from '#http/web/page.ts';
import { goTo } from '#http/web/show-page.ts';
import { nextOf } from '#http/web/sign-in-form.ts';
import { findUser } from '#store/users.ts';
import { leaveBrowser } from '#store/web-session-writes.ts';
import type { Problem } from '#web/account/form.ts';
import { signInCodePage } from '#web/account/sign-in.ts';
import type { Page } from '#web/layout.ts';
import { accountPaths, donePath, signInPath } from '#web/paths.ts';

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/account/sign-in/code',
  summary: 'Sign a browser in whose user gave the right password, with a code',
  permission: 'anyone',
  secondFactor: 'itself',
  body: fields('session', 'next'),
  limit: 'login',
  stores: [
    'web-sessions:write',
    'users:read',
    'tokens:write',
    'attempts:write',
    'second-factor:write',
    'sealer',
  ],
  page: true,
});

export const handle = page(route, async ({ body, request, services }) => {
  const session = await sessionOfCode(body.session, request, services);
  const user = session?.user && (await findUser(services.table, session.user));
  // Whoever changed the account since may have changed the password.
  if (!session || !user || user.updatedAt > session.createdAt) return goTo(signInPath());
  const { id, next } = session;
  const form = (problem: Problem): Page => signInCodePage({ session: id, next, problem });
  return orForm({ request, fields: { otp_required: 'otp' }, form }, async () => {
    const principal = principalOf(user, { kind: 'password' });
    const asking = user.secondFactor === undefined ? 'never' : 'always';
    await requireSecondFactor(asking, { principal, request, services });
    if (!(await leaveBrowser(services.table, session))) return goTo(signInPath());
    // The page that says how many recovery codes are left comes first where one was used up.
    const recovered = 'npm-notice' in noticeHeaders(request);
    const to = recovered ? donePath(accountPaths.secondFactor, 'recovery') : nextOf(next);
    const reply = await beginSession(user, to, request, services);
    return { ...reply, cookies: [...(reply.cookies ?? []), dropBrowserCookie(request, id)] };
  });
});
