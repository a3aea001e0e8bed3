import { randomUUID } from 'node:crypto';

import { forbidden } from '#domain/errors.ts';
import { sameSecret, sha256 } from '#domain/integrity.ts';
import { attemptOf } from '#domain/sso/attempt.ts';
import type { WebSession } from '#domain/web-session.ts';
import { endpoint } from '#http/endpoint.ts';
import type { Reply } from '#http/reply.ts';
import type { Request } from '#http/request.ts';
import { defineRoute } from '#http/route.ts';
import { goOnInBrowser, notSignedIn } from '#http/sso/arrive-in-browser.ts';
import { dropBrowserCookie, readBrowserCookie } from '#http/sso/browser-cookie.ts';
import { callbackUrl } from '#http/sso/callback-url.ts';
import { failedSignIn } from '#http/sso/failed-sign-in.ts';
import { messagePage, withErrorPages } from '#http/sso/message-page.ts';
import { refuseLogin } from '#http/sso/refuse-login.ts';
import { requireSignIn } from '#http/sso/require-sign-in.ts';
import { type Arrival, type Arrived, linkSignIn, signIn } from '#http/sso/sign-in.ts';
import { sessionById, sessionGone } from '#http/sso/web-sessions.ts';
import type { Services } from '#store/services.ts';
import { SignInError } from '#store/sso/sign-in-provider.ts';
import { decideWebSession, leaveBrowser } from '#store/web-session-writes.ts';

/** Where the provider sends people back to. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/login/callback',
  summary: 'Find out from the provider who signed in',
  permission: 'anyone',
  limit: 'login',
  stores: [
    'web-sessions:write',
    'tokens:write',
    'sign-ins:read',
    'sign-ins:write',
    'users:read',
    'users:write',
    // An invitation may lead into an organization.
    'attempts:write',
    'orgs:read',
    'orgs:write',
    'memberships:list',
    'sso',
    'sso:secret',
  ],
});

export const handle = endpoint(route, async ({ request, services }) =>
  withErrorPages(async () => {
    const { session, secret } = await comeBack(request, services);
    const reply = await arrive(session, secret, { request, services });
    const { cookies = [] } = reply;
    return { ...reply, cookies: [...cookies, dropBrowserCookie(request, session.id)] };
  }),
);

interface Coming {
  readonly request: Request;
  readonly services: Services;
}

/**
 * The session that a browser comes back to: the one that it went away from, and only once. Nothing that somebody
 * else sent it here with counts, nor what it was sent with a second time.
 */
async function comeBack(
  request: Request,
  services: Services,
): Promise<{ readonly session: WebSession; readonly secret: string }> {
  requireSignIn(services);
  const state = request.query.get('state') ?? '';
  const id = /^[\w-]{16}(?=\.)/.exec(state)?.[0] ?? '';
  const secret = readBrowserCookie(request, id);
  if (secret === undefined || !sameSecret(state, attemptOf(id, secret).state)) {
    throw forbidden(
      'this browser did not begin this login: open the URL of your terminal in it, or sign in again, with cookies allowed',
    );
  }
  const session = await sessionById(id, services);
  const { browserHash, purpose } = session;
  // Who owes a code has proven nothing yet, and links nothing to the account.
  if (purpose === 'code') throw sessionGone();
  if (browserHash === undefined || !sameSecret(browserHash, sha256(secret))) throw sessionGone();
  if (!(await leaveBrowser(services.table, session))) throw sessionGone();
  return { session, secret };
}

async function arrive(session: WebSession, secret: string, coming: Coming): Promise<Reply> {
  const arrived = await whoArrives(session, secret, coming);
  if ('refusal' in arrived) {
    await refuseLogin(session, arrived.refusal, coming);
    return session.purpose === 'browser'
      ? notSignedIn(session, arrived.refusal, coming.request)
      : messagePage('You are not logged in', arrived.refusal, 403);
  }
  const { user } = arrived;
  const { purpose, address: asker, client } = session;
  const { request, services } = coming;
  const decided = await decideWebSession(
    services.table,
    session,
    { approvedAs: user },
    {
      id: randomUUID(),
      at: services.now().toISOString(),
      action: 'login-approved',
      subject: `user:${user}`,
      actor: user,
      address: request.address,
      detail: { purpose, asker, client },
      days: services.policy.auditRetention,
    },
  );
  if (!decided) throw sessionGone();
  if (purpose === 'browser') return goOnInBrowser(session, user, coming);
  const title =
    purpose === 'login' ? `You are logged in as ${user}` : `You are ${user} from now on`;
  return messagePage(title, 'Your terminal goes on by itself, and you can close this page.');
}

async function whoArrives(
  { id, user, inviteHash }: WebSession,
  secret: string,
  { request, services }: Coming,
): Promise<Arrived> {
  const provider = requireSignIn(services);
  const { address, query } = request;
  let arrival: Arrival;
  try {
    const claims = await provider.redeem(query, attemptOf(id, secret), callbackUrl(request));
    arrival = { claims, provider, address, inviteHash };
  } catch (error) {
    if (error instanceof SignInError && error.fault === 'refused') {
      return { refusal: `${provider.settings.name} did not sign you in` };
    }
    throw failedSignIn(error, provider.settings.name, request);
  }
  return user === undefined ? signIn(arrival, services) : linkSignIn(arrival, user, services);
}
