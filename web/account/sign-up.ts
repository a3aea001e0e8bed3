import type { Page } from '#web/layout.ts';
import { markup } from '#web/markup.ts';
import { signInPath, signUpPath } from '#web/paths.ts';

import { field, type Problem, problemNotice } from './form.ts';
import { nextField } from './sign-in.ts';

interface SignUp {
  readonly host: string;
  readonly next?: string | undefined;
  /** Characters that a password needs. */
  readonly shortest: number;
  /** Which code is needed: that of an invitation, or the one that makes the first admin. */
  readonly code?: 'invitation' | 'first-admin' | undefined;
  readonly name?: string;
  readonly email?: string;
  readonly problem?: Problem;
}

export const signUpPage = ({ host, next, shortest, problem, ...shown }: SignUp): Page => ({
  title: 'Sign up',
  content: markup`<div class="narrow">
<h1>Sign up to ${host}</h1>
${problemNotice(problem)}
<form class="stacked" method="post" action="${signUpPath()}">
${nextField(next)}
${shown.code !== undefined && field({ name: 'invitation', label: shown.code === 'invitation' ? 'Invitation' : 'One-time pass', hint: HINTS[shown.code], digits: true, first: true }, problem)}
${field({ name: 'name', label: 'User name', value: shown.name, hint: 'Lower-case letters, digits, dots, dashes and underscores. It can’t be changed later.', autocomplete: 'username', first: shown.code === undefined }, problem)}
${field({ name: 'email', label: 'E-mail address', type: 'email', value: shown.email, hint: 'Everybody sees it who sees your packages. You may leave it empty.', autocomplete: 'email', optional: true }, problem)}
${field({ name: 'password', label: 'Password', type: 'password', hint: shortest > 1 && `At least ${shortest} characters.`, autocomplete: 'new-password' }, problem)}
<button>Sign up</button>
</form>
<p>You have an account? <a href="${signInPath(next)}">Sign in</a></p>
</div>`,
});

const HINTS = {
  invitation: 'The code that an admin gave you.',
  'first-admin':
    'This registry has no user yet. Its start printed the pass, or its stack names the secret that holds it. You become its first admin.',
} as const;
