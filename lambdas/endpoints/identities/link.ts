import * as v from 'valibot';

import { auditOf } from '#http/audit.ts';
import { confirmPerson } from '#http/confirm-person.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { requireSignIn } from '#http/sso/require-sign-in.ts';
import { userInQuestion } from '#http/sso/user-in-question.ts';
import { beginWebSession } from '#http/sso/web-sessions.ts';

/**
 * Whoever signs in at the URL is this user from then on: a token alone does not get it, since it would outlive
 * the token.
 */
export const route = defineRoute({
  method: 'POST',
  path: '/-/v1/user/identities',
  summary: 'Get a URL that links a sign-in at the provider to the account',
  permission: 'user',
  secondFactor: 'always',
  limit: 'profile',
  body: v.object({ password: v.optional(v.string()), user: v.optional(v.string()) }),
  stores: ['web-sessions:write', 'sso'],
});

export const handle = endpoint(route, async ({ body, principal, request, services }) => {
  requireSignIn(services);
  const user = await userInQuestion(body.user, principal, services);
  await confirmPerson({ principal, request, services }, body.password);
  const { pageUrl, doneUrl } = await beginWebSession({ purpose: 'link', user }, request, services, {
    ...auditOf({ principal, request, services }, 'identity-link-begin', {}),
    at: services.now().toISOString(),
    subject: `user:${user}`,
  });
  return json({ linkUrl: pageUrl, doneUrl }, 201);
});
