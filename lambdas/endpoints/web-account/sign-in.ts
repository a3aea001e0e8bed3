import { wrongPassword } from '#domain/errors.ts';
import { localPath } from '#domain/local-path.ts';
import type { User } from '#domain/user.ts';
import { checkPassword } from '#http/authenticate.ts';
import { listAtLogin } from '#http/list-at-login.ts';
import type { Reply } from '#http/reply.ts';
import type { Request } from '#http/request.ts';
import { defineRoute } from '#http/route.ts';
import { bindToBrowser } from '#http/sso/browser-session.ts';
import { beginSession } from '#http/web/begin-session.ts';
import { fields } from '#http/web/fields.ts';
import { orForm } from '#http/web/form-problem.ts';
import { page } from '#http/web/page.ts';
import { goTo } from '#http/web/show-page.ts';
import { nextOf, signInForm } from '#http/web/sign-in-form.ts';
import type { Services } from '#store/services.ts';
import type { Problem } from '#web/account/form.ts';
import type { Page } from '#web/layout.ts';
import { signInCodePath } from '#web/paths.ts';

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/account/sign-in',
  summary: 'Sign a browser in with name and password',
  permission: 'anyone',
  secondFactor: 'itself',
  body: fields('name', 'password', 'next'),
  limit: 'login',
  stores: [
    'users:read',
    'users:write',
    'tokens:write',
    'attempts:write',
    'first-admin',
    'web-sessions:write',
  ],
  page: true,
});

export const handle = page(route, async ({ body, request, services }) => {
  const { next } = body;
  const name = body.name.trim().toLowerCase();
  const form = async (problem: Problem): Promise<Page> =>
    signInForm({ next, name, problem }, request, services);
  return orForm({ request, fields: { unauthenticated: 'password' }, form }, async () => {
    const user = await checkPassword(name, body.password, request, services);
    if (!user) throw wrongPassword('the user name or the password is wrong');
    // Who signed up before there was a list.
    await listAtLogin(user.name, services);
    if (!user.secondFactor) return beginSession(user, nextOf(next), request, services);
    return askForCode(user, localPath(next), { request, services });
  });
});

/** The password is not kept, and neither sent back: that it was right is what the browser's session says. */
async function askForCode(
  { name: user }: User,
  next: string | undefined,
  { request, services }: { readonly request: Request; readonly services: Services },
): Promise<Reply> {
  const asked = { purpose: 'code', user, ...(next !== undefined && { next }) } as const;
  const { id, cookie } = await bindToBrowser(asked, request, services);
  return goTo(`${signInCodePath}?session=${id}`, [cookie]);
}
