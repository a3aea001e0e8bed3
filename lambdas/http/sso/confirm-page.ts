import type { WebSession } from '#domain/web-session.ts';
import type { Reply } from '#http/reply.ts';
import { type Markup, markup } from '#web/markup.ts';

import { page } from './page.ts';

interface Shown {
  readonly session: WebSession;
  /** The code that ends the URL in the terminal. */
  readonly code: string;
  /** Host of the registry, and what the provider is called. */
  readonly host: string;
  readonly provider: string;
  /** Where the browser itself comes from. */
  readonly address: string;
  readonly form: string;
  readonly cookie: string;
  /** Whether a new account needs an invitation. */
  readonly invited: boolean;
}

/**
 * What somebody approves, before they do. A URL can be sent to somebody else, who would then log in the
 * sender's terminal: this page is what they can tell by.
 */
export function confirmPage({ session, code, form, cookie, invited, ...shown }: Shown): Reply {
  const { user, address, client } = session;
  const { host, provider } = shown;
  return page({
    title: user === undefined ? `Log in to ${host}` : `Link a sign-in to ${user}`,
    cookie,
    content: [
      user === undefined
        ? markup`<p>A terminal asks to be logged in to <strong>${host}</strong> as you.</p>`
        : markup`<p>Whoever signs in next will be <strong>${user}</strong> on ${host} from then on.</p>`,
      markup`<dl><dt>Code</dt><dd class="code">${code}</dd>`,
      markup`<dt>Asked by</dt><dd>${client === '' ? 'an unnamed program' : client}</dd>`,
      markup`<dt>From</dt><dd>${address}</dd>`,
      markup`<dt>At</dt><dd>${session.createdAt.slice(0, 19).replace('T', ' ')} UTC</dd></dl>`,
      ...(address === shown.address ? [] : [elsewhere(shown.address)]),
      CARE,
      markup`<form method="post"><input type="hidden" name="form" value="${form}">`,
      ...(invited ? [INVITATION] : []),
      markup`<button name="answer" value="yes">Sign in with ${provider}</button>`,
      markup`<button name="answer" value="no">It was not me</button></form>`,
    ],
  });
}

const CARE = markup`<p>Go on only if you asked for this yourself just now, and the URL in your own terminal ends with this code. If somebody sent you here, they would get into your account.</p>`;

const INVITATION = markup`<label>Invitation, if you have no account here yet <input name="invitation" inputmode="numeric" autocomplete="off" maxlength="40"></label>`;

const elsewhere = (yours: string): Markup =>
  markup`<p class="warning">You are at another address: ${yours}. That is so if the terminal is on another machine than this browser, and if somebody else asks.</p>`;
