import { textField } from '#web/forms/fields.ts';
import { stackedForm } from '#web/forms/forms.ts';
import type { Page } from '#web/layout.ts';
import { type Content, markup } from '#web/markup.ts';
import { settingsPath } from '#web/paths.ts';
import { numberOf } from '#web/wording.ts';

import { type Managed, settingsShell } from './shell.ts';

interface Unpublishing {
  readonly managed: Managed;
  readonly done: string | undefined;
  readonly versions: number;
  /** Of the package as it is shown: what changes meanwhile is not unpublished unseen. */
  readonly rev: string;
}

export const unpublishPage = ({ managed, done, versions, rev }: Unpublishing): Page =>
  settingsShell({
    managed,
    tab: 'unpublish',
    done,
    content: markup`<section><h2>Before you unpublish</h2>
<ul>
<li>Whoever depends on it can not install it any more, at once. To warn people, <a href="${settingsPath(managed.name, 'versions')}#deprecate">deprecate it</a>.</li>
<li>Any version may be unpublished, however old it is.</li>
<li>It can not be taken back, and a number is never used again, not even for the same content.</li>
<li>The name stays with its owners: they can publish it again, under a new number.</li>
<li>What others have installed or copied already is theirs. A secret that was published has to be replaced.</li>
</ul></section>
${versions > 1 && oneVersion(managed.name)}
<section><h2>Unpublish all of it</h2>
<p>${versions === 1 ? 'Its only version goes, and the package with it.' : `All ${numberOf(versions)} versions go.`}</p>
${stackedForm({
  action: settingsPath(managed.name, 'unpublish'),
  hidden: { do: 'all', rev },
  button: 'Unpublish the package',
  look: 'danger',
  fields: confirming(managed.name, 'all'),
})}</section>`,
  });

const oneVersion = (name: string): Content => markup`<section><h2>Unpublish one version</h2>
<p>Tags that name it go with it; <code>latest</code> moves to the highest version that is left.</p>
${stackedForm({
  action: settingsPath(name, 'unpublish'),
  hidden: { do: 'version' },
  button: 'Unpublish the version',
  look: 'danger',
  fields: [
    textField({
      id: 'version',
      name: 'version',
      label: 'Version',
      placeholder: '1.0.0',
      most: 256,
    }),
    confirming(name, 'one'),
  ],
})}</section>`;

const confirming = (name: string, id: string): Content =>
  textField({
    id: `confirm-${id}`,
    name: 'confirm',
    label: 'Name of the package',
    hint: markup`Type <code>${name}</code>, so that it is this one.`,
    most: 214,
  });
