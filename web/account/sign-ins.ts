import type { Page } from '#web/layout.ts';
import { type Markup, markup } from '#web/markup.ts';
import { accountPaths } from '#web/paths.ts';
import { dateOf } from '#web/wording.ts';

import { type Problem, problemNotice, proofFields } from './form.ts';
import { accountShell, type Me } from './shell.ts';

interface SignIn {
  readonly id: string;
  readonly issuer: string;
  readonly subject: string;
  readonly createdAt: string;
}

interface SignIns {
  readonly me: Me;
  readonly signIns: readonly SignIn[];
  readonly done?: string | undefined;
}

export const signInsPage = ({ me, signIns, done }: SignIns): Page =>
  accountShell({
    me,
    tab: 'signIns',
    title: 'Linked sign-ins',
    done,
    content: markup`<p>Whoever signs in at ${me.provider} with one of these is you here.</p>
${
  signIns.length === 0
    ? markup`<p>None is linked to your account yet.</p>`
    : markup`<ul class="list">${signIns.map(entry)}</ul>`
}
<p><a class="button" href="${accountPaths.link}">Link a sign-in</a></p>`,
  });

const entry = (signIn: SignIn): Markup =>
  markup`<li class="entry"><div><h2>${signIn.subject}</h2><p>at ${signIn.issuer}</p><p class="quiet">Linked ${dateOf(signIn.createdAt)}</p></div>
<a class="button plain" href="${accountPaths.unlink}?id=${signIn.id}">Unlink<span class="unseen"> ${signIn.subject}</span></a></li>`;

interface Asking {
  readonly me: Me;
  readonly problem?: Problem;
}

export const linkPage = ({ me, problem }: Asking): Page =>
  accountShell({
    me,
    tab: 'signIns',
    title: 'Link a sign-in',
    content: markup`<p>You go on to ${me.provider} and sign in there. From then on, that sign-in is you here.</p>
${problemNotice(problem)}
<form class="stacked" method="post" action="${accountPaths.link}">
${proofFields(me.proof, problem, true)}
<button>Go on to ${me.provider}</button>
</form>`,
  });

interface Unlinking extends Asking {
  readonly signIn: SignIn;
}

export const unlinkPage = ({ me, signIn, problem }: Unlinking): Page =>
  accountShell({
    me,
    tab: 'signIns',
    title: 'Unlink this sign-in?',
    content: markup`<p><strong>${signIn.subject}</strong> at ${signIn.issuer}. Nobody signs in with it then.</p>
${problemNotice(problem)}
<form class="stacked" method="post" action="${accountPaths.unlink}">
<input type="hidden" name="id" value="${signIn.id}">
${proofFields(me.proof, problem, true)}
<button class="danger">Unlink</button>
</form>
<p><a href="${accountPaths.signIns}">Back to your sign-ins</a></p>`,
  });
