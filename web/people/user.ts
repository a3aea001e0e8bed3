import type { Page } from '#web/layout.ts';
import { type Content, markup } from '#web/markup.ts';
import { accountPath, accountPaths, newOrgPath, orgPath, userPath } from '#web/paths.ts';
import { dateOf, numberOf } from '#web/wording.ts';

import { packageList, type PackagesPage } from './packages.ts';

interface ShownUser {
  readonly name: string;
  readonly since: string;
  readonly isViewer: boolean;
  readonly total: number;
  readonly packages: PackagesPage;
  /** Of which the viewer may know, with the role. */
  readonly orgs: readonly { readonly name: string; readonly role: string }[];
}

export const userPage = (user: ShownUser): Page => {
  const { name, since, isViewer, total, packages } = user;
  return {
    title: name,
    content: markup`<header><h1>${name}${isViewer && markup` <span class="tag">you</span>`}</h1>
<p class="quiet">Here since ${dateOf(since)}</p></header>
<div class="columns"><section><h2>Packages <small>${numberOf(total)}</small></h2>
${total === 0 ? empty(user) : packageList(userPath(name), packages)}</section>
<aside aria-label="Organizations"><h2>Organizations</h2>${orgList(user)}
${isViewer && markup`<p><a href="${newOrgPath}">Make an organization</a><br><a href="${accountPaths.invitation}">Join one by an invitation</a></p><p><a href="${accountPath}">Your account</a></p>`}</aside></div>`,
  };
};

const empty = ({ isViewer }: ShownUser): Content =>
  isViewer
    ? markup`<p class="notice">You own no package yet: run <code>npm publish</code> in the folder of one.</p>`
    : markup`<p class="notice">Owns no package that you may see.</p>`;

const orgList = ({ orgs, isViewer }: ShownUser): Content =>
  orgs.length === 0
    ? markup`<p class="quiet">${isViewer ? 'You are in none.' : 'In none of yours.'}</p>`
    : markup`<ul class="list">${orgs.map(({ name, role }) => markup`<li><a href="${orgPath(name)}">${name}</a> <small>${role}</small></li>`)}</ul>`;
