import { browserName } from '#domain/browser-name.ts';
import { localPath } from '#domain/local-path.ts';
import type { UserName } from '#domain/user.ts';
import type { WebSession } from '#domain/web-session.ts';
import { newToken } from '#http/issue-token.ts';
import type { Reply } from '#http/reply.ts';
import type { Request } from '#http/request.ts';
import { keepSession, SESSION_SECONDS } from '#http/web/session-cookie.ts';
import { goTo, showPage } from '#http/web/show-page.ts';
import type { Services } from '#store/services.ts';
import { redeemWebSession } from '#store/web-session-writes.ts';
import { markup } from '#web/markup.ts';
import { messagePage } from '#web/message.ts';
import { accountPath, signInPath } from '#web/paths.ts';

import { requireSignIn } from './require-sign-in.ts';
import { sessionGone } from './web-sessions.ts';

interface Coming {
  readonly request: Request;
  readonly services: Services;
}

/** Signs the browser in that came back, or lets it go on where it linked a sign-in. */
export async function goOnInBrowser(
  session: WebSession,
  user: UserName,
  { request, services }: Coming,
): Promise<Reply> {
  const next = localPath(session.next) ?? accountPath;
  if (session.user !== undefined) return goTo(next);
  const now = services.now();
  const longest = requireSignIn(services).settings.tokenDays * 86_400;
  const lifetime = Math.min(longest, SESSION_SECONDS) * 1000;
  const wanted = {
    user,
    name: browserName(request.headers['user-agent']),
    origin: 'sign-in',
    expiresAt: new Date(now.getTime() + lifetime).toISOString(),
  } as const;
  const { text, token, audit } = newToken({ ...services, now: () => now }, wanted, request.address);
  if (!(await redeemWebSession(services.table, session, { token, audit }))) throw sessionGone();
  return goTo(next, keepSession(request, text, user));
}

/** What a person is told whom the provider or this registry did not let in. */
export function notSignedIn({ user, next }: WebSession, reason: string, request: Request): Reply {
  const title = user === undefined ? 'You are not signed in' : 'Nothing was linked';
  const back =
    user === undefined
      ? markup`<p><a href="${signInPath(next)}">Sign in again</a></p>`
      : markup`<p><a href="${localPath(next) ?? accountPath}">Back to your account</a></p>`;
  return showPage(messagePage(title, reason, back), request, { status: 403 });
}
