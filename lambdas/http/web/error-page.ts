import type { RegistryError } from '#domain/errors.ts';
import { localPath } from '#domain/local-path.ts';
import { explain } from '#http/error-reply.ts';
import type { Reply } from '#http/reply.ts';
import type { Request } from '#http/request.ts';
import { codePage } from '#web/code-form.ts';
import { markup } from '#web/markup.ts';
import { messagePage } from '#web/message.ts';
import { signInPath } from '#web/paths.ts';

import type { Form } from './form.ts';
import { dropSession, sessionToken } from './session-cookie.ts';
import { goTo, showPage } from './show-page.ts';
import { whatWasSent } from './what-was-sent.ts';

/** What a person is shown of an error; `form`: what they had sent, which is not lost where a code is asked for. */
export function errorPage(error: unknown, request: Request, form: Form): Reply {
  const { status, headers, message, code } = explain(error, request.id);
  const here = pathOf(request);
  if (code === 'otp_required') {
    return showPage(codePage(here, fieldsOf(form), message), request, { status: 403 });
  }
  if (code === 'unauthenticated' && request.method === 'GET') return goTo(signInPath(here));
  const next =
    code === 'not_found' || code === 'unauthenticated'
      ? markup`<p><a href="${signInPath(goingOn(request))}">Sign in</a> to see what only some may see.</p>`
      : markup`<p><a href="${here}">Back</a></p>`;
  const { 'retry-after': retryAfter } = headers;
  const cookies = endOfSession({ code, headers }, request);
  const page = messagePage(TITLES[code] ?? 'This did not work', message, [next, whatWasSent(form)]);
  return showPage(page, request, {
    status,
    ...(retryAfter !== undefined && { headers: { 'retry-after': retryAfter } }),
    ...(cookies && { cookies }),
  });
}

const TITLES: Readonly<Partial<Record<RegistryError['code'], string>>> = {
  not_found: 'Not found',
  forbidden: 'Not allowed',
  unauthenticated: 'Signed out',
  too_many_requests: 'Too many requests',
  unavailable: 'Not available at the moment',
  internal: 'Something went wrong',
};

/** What makes a browser forget a session that is good no more. A wrong password has no challenge, and ends none. */
const endOfSession = (
  { code, headers }: Pick<RegistryError, 'code' | 'headers'>,
  request: Request,
): readonly string[] | undefined =>
  code === 'unauthenticated' &&
  headers['www-authenticate'] !== undefined &&
  sessionToken(request) !== undefined
    ? dropSession(request)
    : undefined;

/** Where somebody goes on who signs in: what a form is sent to is no page, but the one that it stands on is. */
function goingOn(request: Request): string | undefined {
  if (request.method === 'GET') return pathOf(request);
  const from = URL.parse(request.headers['referer'] ?? '');
  if (from?.host !== new URL(request.baseUrl).host) return undefined;
  return localPath(from.pathname + from.search);
}

const pathOf = ({ path, query }: Request): string =>
  query.size > 0 ? `${path}?${query.toString()}` : path;

const fieldsOf = (form: Form): readonly (readonly [string, string])[] =>
  Object.entries(form)
    // A password stands in no page: forms that ask for one ask for the code too.
    .filter(([name]) => name !== 'otp' && !/password/i.test(name))
    .flatMap(([name, values]) => [values].flat().map((value) => [name, value] as const));
