import type { Page } from '#web/layout.ts';
import { type Content, markup } from '#web/markup.ts';
import { accountPaths } from '#web/paths.ts';

import { choice, field, lines, type Problem, problemNotice, proofFields } from './form.ts';
import { accountShell, type Me } from './shell.ts';

/** What was typed, but for what proves who it is. */
export interface TokenForm {
  readonly name: string;
  readonly permission: string;
  readonly packages: string;
  readonly scopes: string;
  readonly cidr: string;
  readonly days: string;
  readonly bypass: string;
}

interface NewToken {
  readonly me: Me;
  readonly form: TokenForm;
  readonly problem?: Problem;
}

export const newTokenPage = ({ me, form, problem }: NewToken): Page =>
  accountShell({
    me,
    tab: 'tokens',
    title: 'New token',
    content: markup`${problemNotice(problem)}
<form class="stacked" method="post" action="${accountPaths.newToken}">
${field({ name: 'name', label: 'Name', value: form.name, hint: 'What it is for, so that you know it again.', first: true }, problem)}
<fieldset><legend>What it may do</legend>
${choice('permission', form.permission, PERMISSIONS)}</fieldset>
${lines({ name: 'packages', label: 'Packages', value: form.packages, hint: 'One a line. Without packages and scopes it is for all that you may touch.' }, problem)}
${lines({ name: 'scopes', label: 'Scopes', value: form.scopes, hint: 'One a line, such as @acme.' }, problem)}
${lines({ name: 'cidr', label: 'Addresses', value: form.cidr, hint: 'One range a line, such as 192.0.2.0/24. Without any it works from everywhere.' }, problem)}
${field({ name: 'days', label: 'Days until it ends', type: 'number', value: form.days, hint: 'Left empty, it lasts until you revoke it.', optional: true }, problem)}
${me.proof.code && bypass(form)}
${proofFields(me.proof, problem)}
<button>Make the token</button>
</form>`,
  });

const PERMISSIONS = [
  ['read-only', 'Read', 'Install packages, private ones included.'],
  ['read-write', 'Read and write', 'Publish and change packages too.'],
  [
    'read-write-stage-only',
    'Read and stage',
    'Send versions that wait until a person approves them.',
  ],
  ['no-access', 'No packages', 'Tells who you are, and opens nothing.'],
] as const;

const bypass = (form: TokenForm): Content =>
  markup`<p class="choice"><label class="check"><input type="checkbox" name="bypass" value="yes"${form.bypass !== '' && markup` checked`}> Writes without codes</label> <small>For machines, which have no authenticator. Packages may refuse such tokens.</small></p>`;

interface Made {
  readonly me: Me;
  readonly name: string;
  readonly text: string;
  readonly host: string;
}

/** The one page that ever shows a token. */
export const madeTokenPage = ({ me, name, text, host }: Made): Page =>
  accountShell({
    me,
    tab: 'tokens',
    title: 'Your new token',
    done: `The token ${name} is made. Copy it now: it is not shown again.`,
    content: markup`<div class="copied"><pre class="whole" id="token">${text}</pre></div>
<h2>Where it goes</h2>
<p>Into the variable <code>PANTRY_TOKEN</code> for <code>pantry</code>, or for other clients into their <code>.npmrc</code>:</p>
<pre tabindex="0">//${host}/:_authToken=\${PANTRY_TOKEN}</pre>
<p><a href="${accountPaths.tokens}">Back to your tokens</a></p>`,
  });
