import { sha256 } from '#domain/integrity.ts';
import { defineRoute } from '#http/route.ts';
import { signInWithBrowser } from '#http/sso/browser-session.ts';
import { requireSignIn } from '#http/sso/require-sign-in.ts';
import { fields } from '#http/web/fields.ts';
import { page } from '#http/web/page.ts';
import { nextOf } from '#http/web/sign-in-form.ts';

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/account/sign-in/provider',
  summary: 'Send a browser to the provider, to come back signed in',
  permission: 'anyone',
  body: fields('invitation', 'next'),
  limit: 'login',
  stores: ['web-sessions:write', 'sso'],
  page: true,
});

export const handle = page(route, async ({ body, request, services }) => {
  requireSignIn(services);
  const invitation = body.invitation.replaceAll(/\s/g, '');
  const inviteHash = invitation === '' ? {} : { inviteHash: sha256(invitation) };
  return signInWithBrowser({ next: nextOf(body.next), ...inviteHash }, request, services);
});
