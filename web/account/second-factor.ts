import type { SecondFactorMode } from '#domain/second-factor/second-factor.ts';
import type { Page } from '#web/layout.ts';
import { type Content, type Markup, markup } from '#web/markup.ts';
import { accountPaths } from '#web/paths.ts';
import { dateOf } from '#web/wording.ts';

import { choice, codeField, field, type Problem, problemNotice, proofFields } from './form.ts';
import { qrCode } from './qr-code.ts';
import { accountShell, type Me } from './shell.ts';

interface Status {
  readonly me: Me;
  /** Absent: there is none. */
  readonly active?:
    | { readonly mode: SecondFactorMode; readonly since: string; readonly codes: number }
    | undefined;
  /** Whether one was begun, and waits for its first code. */
  readonly pending: boolean;
  readonly done?: string | undefined;
}

export const secondFactorPage = (status: Status): Page =>
  accountShell({
    me: status.me,
    tab: 'secondFactor',
    title: 'Second factor',
    done: status.done,
    content: status.active ? enrolled(status.active) : nothing(status),
  });

const nothing = ({ pending }: Status): Content =>
  markup`<p>With a second factor, a password alone opens nothing: an authenticator app shows a code of six digits, another one every 30 seconds.</p>
${
  pending
    ? markup`<p class="notice warn">You have begun, and not entered a code yet.</p>
<p class="buttons"><a class="button" href="${accountPaths.confirmSecondFactor}">Enter the first code</a> <a class="button plain" href="${accountPaths.beginSecondFactor}">Begin again</a></p>`
    : markup`<p class="buttons"><a class="button" href="${accountPaths.beginSecondFactor}">Set up a second factor</a></p>`
}`;

const enrolled = ({ mode, since, codes }: NonNullable<Status['active']>): Markup =>
  markup`<dl class="facts">
<dt>Since</dt><dd>${dateOf(since)}</dd>
<dt>Codes are asked for</dt><dd>${mode === 'auth-only' ? 'when you sign in or change your account' : 'when you sign in, change your account, or write to packages'}</dd>
<dt>Recovery codes</dt><dd>${codes} left</dd>
</dl>
${codes < 3 && markup`<p class="notice warn">Make new recovery codes before you run out of them.</p>`}
<p class="buttons"><a class="button" href="${accountPaths.recoveryCodes}">New recovery codes</a> <a class="button plain" href="${accountPaths.changeSecondFactor}">Change or turn off</a></p>`;

interface Beginning {
  readonly me: Me;
  readonly mode: string;
  readonly problem?: Problem;
}

export const beginSecondFactorPage = ({ me, mode, problem }: Beginning): Page =>
  accountShell({
    me,
    tab: 'secondFactor',
    title: 'Set up a second factor',
    content: markup`${problemNotice(problem)}
<form class="stacked" method="post" action="${accountPaths.beginSecondFactor}">
<fieldset><legend>When codes are asked for</legend>${choice('mode', mode, MODES)}</fieldset>
${proofFields({ ...me.proof, code: false }, problem, true)}
<button>Go on</button>
</form>`,
  });

const MODES = [
  [
    'auth-and-writes',
    'Sign-ins and writes',
    'When you sign in, change your account, publish or change a package. The safest.',
  ],
  ['auth-only', 'Sign-ins', 'When you sign in or change your account.'],
] as const;

interface Confirming {
  readonly me: Me;
  /** What the authenticator takes; absent where it was shown before. */
  readonly uri?: string;
  readonly problem?: Problem;
}

export const confirmSecondFactorPage = ({ me, uri, problem }: Confirming): Page =>
  accountShell({
    me,
    tab: 'secondFactor',
    title: 'Enter the first code',
    content: markup`${uri === undefined ? markup`<p>Enter the code that your authenticator shows for this registry. If it does not have the key, <a href="${accountPaths.beginSecondFactor}">begin again</a>.</p>` : keyOf(uri)}
${problemNotice(problem)}
<form class="stacked" method="post" action="${accountPaths.confirmSecondFactor}">
${field({ name: 'code', label: 'Code', hint: 'The six digits that your authenticator shows now.', autocomplete: 'one-time-code', digits: true, first: uri === undefined }, problem)}
<button>Turn on</button>
</form>`,
  });

const keyOf = (uri: string): Markup =>
  markup`<p>Scan this with your authenticator app, or give it the key.</p>
<figure class="qr">${qrCode(uri)}</figure>
<h2>Key</h2>
<div class="copied"><pre class="whole" id="key">${grouped(URL.parse(uri)?.searchParams.get('secret') ?? '')}</pre></div>
<details><summary>As a URL</summary><div class="copied"><pre class="whole" id="uri">${uri}</pre></div></details>`;

const grouped = (key: string): string => key.replaceAll(/(.{4})(?=.)/g, '$1 ');

interface Codes {
  readonly me: Me;
  readonly codes: readonly string[];
  readonly done: string;
}

/** The one page that ever shows recovery codes. */
export const recoveryCodesPage = ({ me, codes, done }: Codes): Page =>
  accountShell({
    me,
    tab: 'secondFactor',
    title: 'Your recovery codes',
    done,
    content: markup`<p>Each of them stands for a code once, when your authenticator is lost. Print them, or keep them where you keep your passwords: <strong>they are not shown again.</strong></p>
<div class="copied"><pre class="whole" id="recovery">${codes.join('\n')}</pre></div>
<p class="buttons"><a class="button" href="${accountPaths.secondFactor}">I have kept them</a></p>`,
  });

interface Asking {
  readonly me: Me;
  readonly problem?: Problem;
}

export const newCodesPage = ({ me, problem }: Asking): Page =>
  accountShell({
    me,
    tab: 'secondFactor',
    title: 'New recovery codes?',
    content: markup`<p>The codes that you have are good no more then.</p>
${problemNotice(problem)}
<form class="stacked" method="post" action="${accountPaths.recoveryCodes}">
${me.proof.code && codeField(problem, true)}
<button>Make new codes</button>
</form>`,
  });

interface Changing extends Asking {
  readonly mode: string;
}

export const changeSecondFactorPage = ({ me, mode, problem }: Changing): Page =>
  accountShell({
    me,
    tab: 'secondFactor',
    title: 'Change your second factor',
    content: markup`${problemNotice(problem)}
<form class="stacked" method="post" action="${accountPaths.changeSecondFactor}">
<fieldset><legend>When codes are asked for</legend>${choice('mode', mode, [...MODES, OFF])}</fieldset>
${proofFields(me.proof, problem)}
<button>Change</button>
</form>`,
  });

const OFF = [
  'disable',
  'Never: turn it off',
  'The password alone signs you in then. Some packages and registries do not let you write without a second factor.',
] as const;
