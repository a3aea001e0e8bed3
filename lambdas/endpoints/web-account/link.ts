import { auditOf } from '#http/audit.ts';
import { confirmPerson } from '#http/confirm-person.ts';
import { defineRoute } from '#http/route.ts';
import { requireSecondFactor } from '#http/second-factor.ts';
import { signInWithBrowser } from '#http/sso/browser-session.ts';
import { requireSignIn } from '#http/sso/require-sign-in.ts';
import { accountOf } from '#http/web/account-of.ts';
import { fields } from '#http/web/fields.ts';
import { orForm, PROOF } from '#http/web/form-problem.ts';
import { page } from '#http/web/page.ts';
import type { Problem } from '#web/account/form.ts';
import { linkPage } from '#web/account/sign-ins.ts';
import type { Page } from '#web/layout.ts';
import { accountPaths, donePath } from '#web/paths.ts';

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/account/sign-ins/link',
  summary: 'Send a browser to the provider, to link the sign-in there',
  permission: 'user',
  secondFactor: 'itself',
  body: fields('password'),
  limit: 'profile',
  stores: ['web-sessions:write', 'sso', 'second-factor:write', 'sealer'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { body, request, services } = call;
  requireSignIn(services);
  const { me, user } = await accountOf(call);
  const form = (problem: Problem): Page => linkPage({ me, problem });
  return orForm({ request, fields: PROOF, form }, async () => {
    await confirmPerson(call, body.password);
    await requireSecondFactor('always', call);
    const asked = { user: user.name, next: donePath(accountPaths.signIns, 'linked') };
    return signInWithBrowser(asked, request, services, {
      ...auditOf(call, 'identity-link-begin', {}),
      at: services.now().toISOString(),
      subject: `user:${user.name}`,
    });
  });
});
