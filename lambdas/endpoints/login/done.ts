import { RegistryError } from '#domain/errors.ts';
import type { User } from '#domain/user.ts';
import { isPending, type WebSession } from '#domain/web-session.ts';
import { endpoint } from '#http/endpoint.ts';
import { newToken } from '#http/issue-token.ts';
import { json, type Reply } from '#http/reply.ts';
import type { Request } from '#http/request.ts';
import { defineRoute } from '#http/route.ts';
import { requireSignIn } from '#http/sso/require-sign-in.ts';
import { sessionGone, sessionOfProgram } from '#http/sso/web-sessions.ts';
import type { Services } from '#store/services.ts';
import { findUser } from '#store/users.ts';
import { redeemWebSession } from '#store/web-session-writes.ts';

/**
 * What npm, pnpm and yarn 4 ask until it is not a 202: npm at once and, without `retry-after`, without end. They
 * read JSON before they look at the status.
 */
export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/login/done',
  summary: 'Ask whether a login in a browser is done: 202 until it is, then once the token',
  permission: 'anyone',
  stores: ['web-sessions:write', 'tokens:write', 'users:read', 'sso'],
});

/** Seconds between two questions. */
const PATIENCE = '2';

export const handle = endpoint(route, async ({ request, services }) => {
  const session = await sessionOfProgram(request.query.get('session') ?? '', services);
  const { approvedAs: name, refusedFor } = session;
  if (refusedFor !== undefined) throw refused(refusedFor);
  // What HEAD is answered has no body: the token would be lost.
  if (name === undefined || isPending(session) || request.method !== 'GET') return WAIT;
  const user = await findUser(services.table, name);
  if (!user) throw sessionGone();
  return session.purpose === 'link'
    ? finishLink(session, user, services)
    : finishLogin(session, user, { request, services });
});

const WAIT: Reply = {
  ...json({}, 202),
  headers: { 'retry-after': PATIENCE, 'cache-control': 'no-store' },
};

async function finishLogin(
  session: WebSession,
  { name: user }: User,
  { request, services }: { readonly request: Request; readonly services: Services },
): Promise<Reply> {
  const { tokenDays } = requireSignIn(services).settings;
  const now = services.now();
  const expiresAt = new Date(now.getTime() + tokenDays * 86_400_000).toISOString();
  const wanted = { user, name: 'login', origin: 'sign-in', expiresAt } as const;
  const { text, token, audit } = newToken({ ...services, now: () => now }, wanted, request.address);
  if (!(await redeemWebSession(services.table, session, { token, audit }))) throw sessionGone();
  return once({ token: text });
}

async function finishLink(session: WebSession, { name }: User, services: Services): Promise<Reply> {
  if (!(await redeemWebSession(services.table, session))) throw sessionGone();
  return once({ ok: true, user: name });
}

const once = (value: object): Reply => ({
  ...json(value),
  headers: { 'cache-control': 'no-store' },
});

/** npm takes it for "no login in a browser" and asks for a password, but shows the notice first. */
const refused = (reason: string): RegistryError =>
  new RegistryError('forbidden', `you were not logged in: ${reason}`, {
    headers: { 'npm-notice': `You were not logged in: ${headerText(reason)}` },
  });

/** A header takes no more than this of Unicode. */
const headerText = (text: string): string =>
  text.replaceAll('’', "'").replaceAll(/[^\x20-\x7E]/g, '?');
