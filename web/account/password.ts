import type { Page } from '#web/layout.ts';
import { markup } from '#web/markup.ts';
import { accountPaths } from '#web/paths.ts';

import { codeField, field, type Problem, problemNotice } from './form.ts';
import { accountShell, type Me } from './shell.ts';

interface PasswordForm {
  readonly me: Me;
  readonly shortest: number;
  readonly problem?: Problem;
  readonly done?: string | undefined;
}

export const passwordPage = ({ me, shortest, problem, done }: PasswordForm): Page =>
  accountShell({
    me,
    tab: 'password',
    title: 'Password',
    done,
    content: markup`${problemNotice(problem)}
<form class="stacked" method="post" action="${accountPaths.password}">
<input type="hidden" name="username" autocomplete="username" value="${me.name}">
${field({ name: 'password', label: 'Your password now', type: 'password', autocomplete: 'current-password', first: true }, problem)}
${field({ name: 'newPassword', label: 'New password', type: 'password', hint: shortest > 1 && `At least ${shortest} characters.`, autocomplete: 'new-password' }, problem)}
${field({ name: 'repeatedPassword', label: 'New password again', type: 'password', autocomplete: 'new-password' }, problem)}
${me.proof.code && codeField(problem)}
<button>Change the password</button>
</form>
<p class="quiet">Tokens stay as they are. If somebody may know your password, <a href="${accountPaths.otherTokens}">sign out everywhere else</a> too.</p>`,
  });
