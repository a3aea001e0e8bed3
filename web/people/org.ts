import { buttonForm } from '#web/forms/forms.ts';
import type { Page } from '#web/layout.ts';
import { type Content, type Markup, markup } from '#web/markup.ts';
import { orgAuditPath, orgManagePath, orgPath, teamPath, userPath } from '#web/paths.ts';
import { dateOf, numberOf } from '#web/wording.ts';

import { packageList, type PackagesPage } from './packages.ts';

/** What members see of an organization beside its packages. */
export interface Inside {
  readonly since: string;
  readonly viewer: string;
  /** Whether the viewer is in it, and not only an admin of the registry. */
  readonly isMember: boolean;
  readonly administers: boolean;
  /** Of this page of them; `total`: all. */
  readonly members: readonly { readonly user: string; readonly role: string }[];
  readonly total: number;
  readonly teams: readonly { readonly name: string; readonly description: string }[];
}

interface ShownOrg {
  readonly name: string;
  readonly total: number;
  readonly packages: PackagesPage;
  /** Undefined for who is not in it: they are not told whether there is such an organization. */
  readonly inside: Inside | undefined;
  readonly done: string | undefined;
}

export const orgPage = ({ name, total, packages, inside, done }: ShownOrg): Page => ({
  title: `@${name}`,
  content: markup`<header><h1>@${name}</h1>
${inside ? markup`<p class="quiet">Organization since ${dateOf(inside.since)}</p>` : markup`<p class="quiet">Packages in this scope</p>`}
${inside?.administers && markup`<p><a class="button" href="${orgManagePath(name)}">Members, teams and invitations</a> <a class="button plain" href="${orgAuditPath(name)}">Log</a></p>`}</header>
${done === 'joined' && markup`<p class="notice" role="status">Welcome: you are a member now.</p>`}
${done === 'made' && markup`<p class="notice" role="status">The organization is made. Invite people, or publish a package named @${name}/….</p>`}
<div class="columns"><section><h2>Packages <small>${numberOf(total)}</small></h2>
${total === 0 ? markup`<p class="notice">No packages yet: run <code>npm publish</code> in the folder of one that is named <code>@${name}/…</code>.</p>` : packageList(orgPath(name), packages)}</section>
${inside && people(name, inside)}</div>`,
});

const people = (org: string, inside: Inside): Markup =>
  markup`<aside aria-label="People"><h2>Members <small>${numberOf(inside.total)}</small></h2>
<ul class="list">${inside.members.map(({ user, role }) => markup`<li><a href="${userPath(user)}">${user}</a> <small>${role}</small></li>`)}</ul>
${inside.members.length < inside.total && markup`<p class="quiet">And ${numberOf(inside.total - inside.members.length)} more.</p>`}
<h2>Teams</h2>
<ul class="list">${inside.teams.map(({ name, description }) => markup`<li><a href="${teamPath(org, name)}">${name}</a>${description !== '' && markup`<br><small>${description}</small>`}</li>`)}</ul>
${leave(org, inside)}</aside>`;

const leave = (org: string, { isMember, viewer }: Inside): Content =>
  isMember &&
  markup`<details><summary>Leave</summary><p>You lose what its teams let you do, and the packages of it that you own.</p>
${buttonForm({ action: orgManagePath(org), hidden: { do: 'member-remove', user: viewer }, button: 'Leave', about: org, look: 'danger' })}</details>`;
