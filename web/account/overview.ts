import type { Page } from '#web/layout.ts';
import { type Content, type Markup, markup } from '#web/markup.ts';
import {
  accountPaths,
  adminPath,
  orgPath,
  packagePath,
  searchPath,
  teamPath,
  userPath,
} from '#web/paths.ts';
import { dateOf } from '#web/wording.ts';

import { field, type Problem, problemNotice, proofFields } from './form.ts';
import { accountShell, type Me } from './shell.ts';

interface Overview {
  readonly me: Me;
  readonly email: string;
  readonly since: string;
  readonly packages: readonly string[];
  readonly orgs: readonly {
    readonly name: string;
    readonly role: string;
    readonly teams: readonly string[];
  }[];
  readonly stars: readonly string[];
  readonly done?: string | undefined;
}

/** Names that are listed; the rest is found by a search. */
const MOST = 100;

export const overviewPage = (shown: Overview): Page =>
  accountShell({
    me: shown.me,
    title: 'Your account',
    done: shown.done,
    content: markup`<div class="columns"><div>
${packages(shown)}
${orgs(shown)}
${stars(shown)}
</div>
${aside(shown)}</div>`,
  });

const aside = ({ me, email, since, orgs: { length } }: Overview): Markup =>
  markup`<aside aria-label="About you">
<dl class="facts">
<dt>E-mail address</dt><dd>${email === '' ? 'none' : email} <a href="${accountPaths.email}">Change</a></dd>
<dt>Second factor</dt><dd>${me.proof.code ? 'on' : 'off'} <a href="${accountPaths.secondFactor}">${me.proof.code ? 'Manage' : 'Set up'}</a></dd>
<dt>Member since</dt><dd>${dateOf(since)}</dd>
<dt>In public</dt><dd><a href="${userPath(me.name)}">Your profile</a></dd>
${me.admin && markup`<dt>Registry</dt><dd><a href="${adminPath}">Administration</a></dd>`}
</dl>
${length > 0 && invitation()}
</aside>`;

const packages = ({ me, packages: names, orgs: joined }: Overview): Markup =>
  markup`<h2>Packages</h2>
${
  names.length === 0
    ? markup`<p>You own no package yourself${joined.length > 0 && '; what is published into the scope of an organization belongs to it'}. To publish one, run this in its folder:</p><div class="copied"><pre>npm publish</pre></div>`
    : listOf(names)
}
${names.length > MOST && markup`<p><a href="${searchPath(`maintainer:${me.name}`)}">All ${names.length} packages</a></p>`}`;

const orgs = ({ orgs: found }: Overview): Markup =>
  markup`<h2>Organizations</h2>
${
  found.length === 0
    ? markup`<p>You are in no organization.</p>${invitation()}`
    : markup`<ul class="list">${found.map(({ name, role, teams }) => markup`<li><h3><a href="${orgPath(name)}">${name}</a> <span class="tag">${role}</span></h3>${teams.length > 0 && markup`<p class="quiet">Teams: ${teams.map((team, index) => markup`${index > 0 && ', '}<a href="${teamPath(name, team)}">${team}</a>`)}</p>`}</li>`)}</ul>`
}`;

const stars = ({ stars: names }: Overview): Content =>
  names.length > 0 && markup`<h2>Stars</h2>${listOf(names)}`;

const listOf = (names: readonly string[]): Markup =>
  markup`<ul class="names">${names.slice(0, MOST).map((name) => markup`<li><a href="${packagePath(name)}">${name}</a></li>`)}</ul>`;

const invitation = (): Markup =>
  markup`<p><a href="${accountPaths.invitation}">Accept an invitation</a></p>`;

interface EmailForm {
  readonly me: Me;
  readonly email: string;
  readonly problem?: Problem;
}

export const emailPage = ({ me, email, problem }: EmailForm): Page =>
  accountShell({
    me,
    title: 'E-mail address',
    content: markup`${problemNotice(problem)}
<form class="stacked" method="post" action="${accountPaths.email}">
${field({ name: 'email', label: 'E-mail address', type: 'email', value: email, hint: 'Everybody sees it who sees your packages.', autocomplete: 'email', first: true }, problem)}
${proofFields(me.proof, problem)}
<button>Change</button>
</form>`,
  });

interface InvitationForm {
  readonly me: Me;
  readonly problem?: Problem;
}

export const invitationPage = ({ me, problem }: InvitationForm): Page =>
  accountShell({
    me,
    title: 'Accept an invitation',
    content: markup`<p>An owner or admin of an organization can give you a code that lets you in.</p>
${problemNotice(problem)}
<form class="stacked" method="post" action="${accountPaths.invitation}">
${field({ name: 'code', label: 'Code of the invitation', digits: true, first: true }, problem)}
<button>Join</button>
</form>`,
  });
