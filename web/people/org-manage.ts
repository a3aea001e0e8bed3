import { selectField, textField } from '#web/forms/fields.ts';
import { buttonForm, stackedForm } from '#web/forms/forms.ts';
import { pageLinks } from '#web/forms/pages.ts';
import { scrollTable } from '#web/forms/table.ts';
import type { Page } from '#web/layout.ts';
import { type Content, type Markup, markup } from '#web/markup.ts';
import { orgManagePath, orgPath, teamPath, userPath, withQuery } from '#web/paths.ts';
import { dateOf, numberOf } from '#web/wording.ts';

import { invitationSection, type ShownInvitation } from './invitations.ts';
import { ROLES } from './roles.ts';

interface OrgManaging {
  readonly org: string;
  readonly done: string | undefined;
  readonly members: readonly {
    readonly user: string;
    readonly role: string;
    readonly since: string;
  }[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
  readonly teams: readonly { readonly name: string; readonly description: string }[];
  /** The one that all members are in, and that stays. */
  readonly everybody: string;
  readonly invitations: readonly ShownInvitation[];
}

export const orgManagePage = (shown: OrgManaging): Page => ({
  title: `Members and teams · @${shown.org}`,
  content: markup`<h1><a class="name" href="${orgPath(shown.org)}">@${shown.org}</a> <small class="version">Members and teams</small></h1>
${notice(shown.done)}
${memberSection(shown)}
${invitationSection(
  shown.org,
  shown.invitations,
  shown.teams.map(({ name }) => name).filter((name) => name !== shown.everybody),
)}
${teamSection(shown)}`,
});

const notice = (done: string | undefined): Content =>
  done !== undefined &&
  Object.hasOwn(DONE, done) &&
  markup`<p class="notice" role="status">${DONE[done]}</p>`;

const DONE: Readonly<Record<string, string>> = {
  'member-set': 'The member has this role now.',
  'member-remove': 'Out of the organization, its teams and its packages.',
  uninvite: 'The invitation was taken back: its code is worth nothing.',
  'team-create': 'The team is made. Open it to put people into it, and to say what they may do.',
  'team-remove': 'The team is gone, with all that was granted to it.',
};

const memberSection = ({ org, members, total, page, pages }: OrgManaging): Markup => {
  const at = (wanted: number): string | undefined =>
    wanted >= 1 && wanted <= pages
      ? withQuery(orgManagePath(org), { page: String(wanted) })
      : undefined;
  return markup`<section><h2>Members <small>${numberOf(total)}</small></h2>
<p>Owners may do everything. Admins look after members, teams and packages. Members may do what their teams may.</p>
${scrollTable({
  label: 'Members',
  heads: ['Name', 'Role', 'Since', ''],
  rows: members.map(({ user, role, since }) => [
    markup`<a href="${userPath(user)}">${user}</a>`,
    roleForm(org, user, role),
    dateOf(since),
    buttonForm({
      action: orgManagePath(org),
      hidden: { do: 'member-remove', user },
      button: 'Remove',
      about: user,
    }),
  ]),
})}
${pageLinks(at(page - 1), at(page + 1))}
<h3>Add somebody who has an account</h3>
${stackedForm({
  action: orgManagePath(org),
  hidden: { do: 'member-set' },
  button: 'Add member',
  fields: [
    textField({ id: 'user', name: 'user', label: 'User name', most: 64 }),
    selectField({
      id: 'role',
      name: 'role',
      label: 'Role',
      choices: ROLES,
      chosen: 'developer',
    }),
  ],
})}</section>`;
};

const roleForm = (org: string, user: string, role: string): Markup =>
  markup`<form class="inline" method="post" action="${orgManagePath(org)}"><input type="hidden" name="do" value="member-set"><input type="hidden" name="user" value="${user}">
<select name="role" aria-label="Role of ${user}">${ROLES.map(({ value, label }) => markup`<option value="${value}"${value === role && markup` selected`}>${label}</option>`)}</select>
<button class="plain">Set<span class="unseen"> the role of ${user}</span></button></form>`;

const teamSection = ({ org, teams, everybody }: OrgManaging): Markup =>
  markup`<section><h2>Teams</h2>
<p>Teams say who may read and publish which packages. Every member is in <a href="${teamPath(org, everybody)}">${everybody}</a>.</p>
<ul class="list">${teams.map(({ name, description }) => markup`<li class="row"><span><a href="${teamPath(org, name)}">${name}</a>${description !== '' && markup`<br><small>${description}</small>`}</span> ${name !== everybody && buttonForm({ action: orgManagePath(org), hidden: { do: 'team-remove', team: name }, button: 'Remove', about: `team ${name}` })}</li>`)}</ul>
<h3>Make a team</h3>
${stackedForm({
  action: orgManagePath(org),
  hidden: { do: 'team-create' },
  button: 'Make team',
  fields: [
    textField({ id: 'team', name: 'team', label: 'Name', placeholder: 'core', most: 64 }),
    textField({
      id: 'description',
      name: 'description',
      label: 'What it is for',
      required: false,
      most: 256,
    }),
  ],
})}</section>`;
