import { selectField, textField } from '#web/forms/fields.ts';
import { buttonForm, stackedForm } from '#web/forms/forms.ts';
import { pageLinks } from '#web/forms/pages.ts';
import { scrollTable } from '#web/forms/table.ts';
import type { Page } from '#web/layout.ts';
import { type Content, type Markup, markup } from '#web/markup.ts';
import { orgPath, packagePath, teamPath, userPath, withQuery } from '#web/paths.ts';
import { numberOf } from '#web/wording.ts';

interface ShownTeam {
  readonly org: string;
  readonly team: string;
  readonly description: string;
  readonly done: string | undefined;
  /** Whether every member is in it, and nobody is put into it or taken out. */
  readonly isEverybody: boolean;
  readonly administers: boolean;
  readonly members: Paged<string>;
  /** How many there are. */
  readonly size: number;
  /** Packages, and all of the scope: with `read` or `write`. */
  readonly grants: Paged<readonly [string, string]>;
}

interface Paged<T> {
  readonly items: readonly T[];
  readonly page: number;
  readonly pages: number;
}

export const teamPage = (shown: ShownTeam): Page => ({
  title: `${shown.team} · @${shown.org}`,
  content: markup`<header><h1><a class="name" href="${orgPath(shown.org)}">@${shown.org}</a> <small class="version">${shown.team}</small></h1>
${shown.description !== '' && markup`<p>${shown.description}</p>`}</header>
${shown.done === 'saved' && markup`<p class="notice" role="status">Saved.</p>`}
${memberSection(shown)}
${grantSection(shown)}`,
});

/** Ways to the pages before and after of one of the lists. */
const others = (
  { org, team }: ShownTeam,
  list: 'page' | 'members',
  { page, pages }: Paged<unknown>,
): Markup => {
  const at = (wanted: number): string | undefined =>
    wanted >= 1 && wanted <= pages
      ? withQuery(teamPath(org, team), { [list]: String(wanted) })
      : undefined;
  return pageLinks(at(page - 1), at(page + 1));
};

const memberSection = (shown: ShownTeam): Markup => {
  const { org, team, members, size, isEverybody, administers } = shown;
  const changes = administers && !isEverybody;
  const row = (user: string): Markup =>
    markup`<li class="row"><a href="${userPath(user)}">${user}</a> ${changes && buttonForm({ action: teamPath(org, team), hidden: { do: 'remove', user }, button: 'Take out', about: user })}</li>`;
  return markup`<section><h2>Members <small>${numberOf(size)}</small></h2>
${isEverybody && markup`<p>Every member of the organization is in this team.</p>`}
${size === 0 ? markup`<p class="notice">Nobody is in it yet.</p>` : markup`<ul class="list">${members.items.map(row)}</ul>`}
${others(shown, 'members', members)}
${changes && adding(org, team)}</section>`;
};

const adding = (org: string, team: string): Markup =>
  stackedForm({
    action: teamPath(org, team),
    hidden: { do: 'add' },
    button: 'Put into the team',
    fields: textField({
      id: 'user',
      name: 'user',
      label: 'User name',
      hint: 'Of a member of the organization.',
      most: 64,
    }),
  });

const grantSection = (shown: ShownTeam): Markup => {
  const { org, team, grants, administers } = shown;
  return markup`<section><h2>Packages</h2>
${
  grants.items.length === 0
    ? markup`<p class="notice">It may do nothing that not everybody may.</p>`
    : scrollTable({
        label: 'Packages',
        heads: ['Package', 'May', ...(administers ? [''] : [])],
        rows: grants.items.map(([name, level]) => [
          target(org, name),
          level === 'write' ? 'read and publish' : 'read',
          ...(administers ? [revoking(org, team, name)] : []),
        ]),
      })
}
${others(shown, 'page', grants)}
${administers && granting(org, team)}</section>`;
};

const target = (org: string, name: string): Content =>
  name === `@${org}/*`
    ? markup`<code>${name}</code> <small>all of the scope</small>`
    : markup`<a href="${packagePath(name)}">${name}</a>`;

const revoking = (org: string, team: string, name: string): Markup =>
  buttonForm({
    action: teamPath(org, team),
    hidden: { do: 'revoke', package: name },
    button: 'Take away',
    about: name,
  });

const granting = (org: string, team: string): Markup =>
  markup`<h3>Let it read or publish</h3>
<p>What is said of one package counts more than what is said of the whole scope.</p>
${stackedForm({
  action: teamPath(org, team),
  hidden: { do: 'grant' },
  button: 'Grant',
  fields: [
    textField({
      id: 'package',
      name: 'package',
      label: 'Package',
      hint: `One of @${org}, or @${org}/* for all of them.`,
      value: `@${org}/`,
      most: 214,
    }),
    selectField({
      id: 'permissions',
      name: 'permissions',
      label: 'It may',
      choices: [
        { value: 'read-only', label: 'read' },
        { value: 'read-write', label: 'read and publish' },
      ],
    }),
  ],
})}`;
