import { textField } from '#web/forms/fields.ts';
import { buttonForm, stackedForm } from '#web/forms/forms.ts';
import type { Page } from '#web/layout.ts';
import { type Content, type Markup, markup } from '#web/markup.ts';
import { orgPath, settingsPath, userPath } from '#web/paths.ts';

import { type Managed, settingsShell } from './shell.ts';

interface Owners {
  readonly managed: Managed;
  readonly done: string | undefined;
  readonly owners: readonly string[];
  /** The organization that owns its scope. */
  readonly org: string | undefined;
  /** Who looks. */
  readonly viewer: string;
}

export const ownersPage = ({ managed, done, owners, org, viewer }: Owners): Page =>
  settingsShell({
    managed,
    tab: 'owners',
    done,
    content: markup`<section><h2>Owners</h2>
${org !== undefined && markup`<p>It belongs to the organization <a href="${orgPath(org)}">${org}</a>, whose owners and admins manage it, too. Who is listed here owns it beside them.</p>`}
${owners.length === 0 ? markup`<p>Nobody owns it beside the organization.</p>` : markup`<ul class="list">${owners.map((owner) => entry(managed.name, owner, { viewer, stays: owners.length === 1 && org === undefined }))}</ul>`}
</section>
<section><h2>Add an owner</h2>
<p>Owners may do everything with the package: publish, change these settings, and remove other owners.</p>
${stackedForm({
  action: settingsPath(managed.name, 'owners'),
  hidden: { do: 'add' },
  button: 'Add owner',
  fields: textField({
    id: 'user',
    name: 'user',
    label: 'User name',
    hint: 'Of an account here.',
    most: 64,
  }),
})}</section>`,
  });

interface Entry {
  readonly viewer: string;
  /** The last one does. */
  readonly stays: boolean;
}

const entry = (pkg: string, owner: string, { viewer, stays }: Entry): Markup =>
  markup`<li class="row"><span><a href="${userPath(owner)}">${owner}</a>${owner === viewer && markup` <span class="tag">you</span>`}</span> ${way(pkg, owner, stays)}</li>`;

const way = (pkg: string, owner: string, stays: boolean): Content =>
  stays
    ? markup`<small>The last owner stays: add another one first.</small>`
    : buttonForm({
        action: settingsPath(pkg, 'owners'),
        hidden: { do: 'remove', user: owner },
        button: 'Remove',
        about: owner,
      });
