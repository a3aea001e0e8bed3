import type { RegistryError } from '#domain/errors.ts';
import { explain } from '#http/error-reply.ts';
import type { Reply } from '#http/reply.ts';
import type { Request } from '#http/request.ts';
import { codePage } from '#web/code-form.ts';
import { markup } from '#web/markup.ts';
import { messagePage } from '#web/message.ts';
import { signInPath } from '#web/paths.ts';

import type { Form } from './form.ts';
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
      ? markup`<p><a href="${signInPath(request.method === 'GET' ? here : undefined)}">Sign in</a> to see what only some may see.</p>`
      : markup`<p><a href="${here}">Back</a></p>`;
  const { 'retry-after': retryAfter } = headers;
  return showPage(
    messagePage(TITLES[code] ?? 'This did not work', message, [next, whatWasSent(form)]),
    request,
    {
      status,
      ...(retryAfter !== undefined && { headers: { 'retry-after': retryAfter } }),
    },
  );
}

const TITLES: Readonly<Partial<Record<RegistryError['code'], string>>> = {
  not_found: 'Not found',
  forbidden: 'Not allowed',
  unauthenticated: 'Signed out',
  too_many_requests: 'Too many requests',
  unavailable: 'Not available at the moment',
  internal: 'Something went wrong',
};

const pathOf = ({ path, query }: Request): string =>
  query.size > 0 ? `${path}?${query.toString()}` : path;

const fieldsOf = (form: Form): readonly (readonly [string, string])[] =>
  Object.entries(form)
    // A password stands in no page: forms that ask for one ask for the code too.
    .filter(([name]) => name !== 'otp' && !/password/i.test(name))
    .flatMap(([name, values]) => [values].flat().map((value) => [name, value] as const));
