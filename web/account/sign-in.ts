import type { Page } from '#web/layout.ts';
import { type Content, markup } from '#web/markup.ts';
import { signInCodePath, signInPath, signInProviderPath, signUpPath } from '#web/paths.ts';

import { codeField, field, type Problem, problemNotice } from './form.ts';

interface SignIn {
  readonly host: string;
  /** Where somebody goes on to. */
  readonly next?: string | undefined;
  /** Whether passwords count here, and whether somebody new can sign up with one. */
  readonly passwords: boolean;
  readonly signUp: boolean;
  readonly provider?: { readonly name: string; readonly invited: boolean } | undefined;
  readonly name?: string | undefined;
  readonly problem?: Problem | undefined;
  readonly done?: string | undefined;
}

export const signInPage = (shown: SignIn): Page => ({
  title: 'Sign in',
  content: markup`<div class="narrow">
<h1>Sign in to ${shown.host}</h1>
${shown.done !== undefined && markup`<p class="notice" role="status">${shown.done}</p>`}
${problemNotice(shown.problem)}
${byProvider(shown)}
${shown.provider && shown.passwords && markup`<h2>With a password</h2>`}
${shown.passwords && byPassword(shown)}
${shown.signUp && markup`<p>No account yet? <a href="${signUpPath(shown.next)}">Sign up</a></p>`}
</div>`,
});

export const nextField = (next: string | undefined): Content =>
  next !== undefined && markup`<input type="hidden" name="next" value="${next}">`;

const byPassword = ({ name, next, provider, problem }: SignIn): Content =>
  markup`<form class="stacked" method="post" action="${signInPath()}">
${nextField(next)}
${field({ name: 'name', label: 'User name', value: name, autocomplete: 'username', first: provider === undefined && name === undefined }, problem)}
${field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' }, problem)}
<button>Sign in</button>
</form>`;

const byProvider = ({ next, provider }: SignIn): Content =>
  provider &&
  markup`<form class="stacked" method="post" action="${signInProviderPath}">
${nextField(next)}
${provider.invited && field({ name: 'invitation', label: 'Invitation', hint: 'Only if you have no account here yet.', optional: true, digits: true })}
<button>Sign in with ${provider.name}</button>
</form>`;

interface Code {
  readonly session: string;
  readonly next?: string | undefined;
  readonly problem?: Problem;
}

/** The second step: the password was right, and nothing of it stands here. */
export const signInCodePage = ({ session, next, problem }: Code): Page => ({
  title: 'Enter a code',
  content: markup`<div class="narrow">
<h1>Enter a code</h1>
<p>Your password is right. Your account has a second factor, so one more step is left.</p>
${problemNotice(problem)}
<form class="stacked" method="post" action="${signInCodePath}">
<input type="hidden" name="session" value="${session}">
${nextField(next)}
${codeField(problem, true)}
<button>Sign in</button>
</form>
<p class="quiet">Authenticator and recovery codes lost? An admin of the registry can take your second factor away.</p>
<p><a href="${signInPath(next)}">Begin again</a></p>
</div>`,
});
