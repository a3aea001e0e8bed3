import { selectField, textField } from '#web/forms/fields.ts';
import { buttonForm, stackedForm } from '#web/forms/forms.ts';
import { scrollTable } from '#web/forms/table.ts';
import type { Page } from '#web/layout.ts';
import { type Content, type Markup, markup } from '#web/markup.ts';
import { accountPaths, orgManagePath } from '#web/paths.ts';
import { dateOf } from '#web/wording.ts';

import { roleOf, ROLES } from './roles.ts';

/** An invitation that somebody could come with. */
export interface ShownInvitation {
  readonly key: string;
  readonly role: string;
  readonly teams: readonly string[];
  readonly by: string;
  readonly expires: string;
}

/** Open invitations, and a form for another. */
export const invitationSection = (
  org: string,
  invitations: readonly ShownInvitation[],
  teams: readonly string[],
): Markup =>
  markup`<section><h2>Invitations</h2>
${invitations.length === 0 ? markup`<p class="quiet">None is open.</p>` : open(org, invitations)}
<h3>Invite somebody</h3>
<p>You get a code that lets one person in, once. They need an account here to use it.</p>
${stackedForm({
  action: orgManagePath(org),
  hidden: { do: 'invite' },
  button: 'Make an invitation',
  fields: [
    selectField({
      id: 'invited-role',
      name: 'role',
      label: 'Role',
      choices: ROLES,
      chosen: 'developer',
    }),
    teamField(teams),
    textField({ id: 'days', name: 'days', label: 'Days that it is good', value: '7', most: 2 }),
  ],
})}</section>`;

const teamField = (teams: readonly string[]): Content =>
  teams.length > 0 &&
  selectField({
    id: 'invited-team',
    name: 'team',
    label: 'Team',
    choices: [{ value: '', label: 'none' }, ...teams.map((name) => ({ value: name, label: name }))],
  });

const open = (org: string, invitations: readonly ShownInvitation[]): Markup =>
  scrollTable({
    label: 'Open invitations',
    heads: ['Role', 'Teams', 'Made by', 'Good until', ''],
    rows: invitations.map(({ key, role, teams, by, expires }) => [
      roleOf(role),
      teams.join(', '),
      by,
      dateOf(expires),
      buttonForm({
        action: orgManagePath(org),
        hidden: { do: 'uninvite', key },
        button: 'Take back',
        about: `the invitation by ${by}`,
      }),
    ]),
  });

interface Invited {
  readonly org: string;
  readonly code: string;
  readonly expires: string;
  /** Scheme and host of the registry. */
  readonly url: string;
}

/** Shows the code, once. */
export const invitedPage = ({ org, code, expires, url }: Invited): Page => ({
  title: `Invitation · @${org}`,
  content: markup`<h1>An invitation to @${org}</h1>
<p>Send both to the person who shall come in. The code is shown here and nowhere else; it is good once, until ${dateOf(expires)}.</p>
<h2>Code</h2>
<div class="copied"><pre tabindex="0">${code}</pre></div>
<h2>Where to enter it</h2>
<div class="copied"><pre tabindex="0">${new URL(accountPaths.invitation, url).href}</pre></div>
<p>Or in a terminal: <code>pantry org join</code></p>
<p><a href="${orgManagePath(org)}">Back to members and teams</a></p>`,
});
