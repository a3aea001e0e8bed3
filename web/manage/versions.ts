import { textField } from '#web/forms/fields.ts';
import { buttonForm, stackedForm } from '#web/forms/forms.ts';
import { pageLinks } from '#web/forms/pages.ts';
import { scrollTable } from '#web/forms/table.ts';
import type { Page } from '#web/layout.ts';
import { type Content, type Markup, markup } from '#web/markup.ts';
import { settingsPath, versionPath, withQuery } from '#web/paths.ts';
import { dateOf, numberOf } from '#web/wording.ts';

import { type Managed, settingsShell } from './shell.ts';

interface ShownVersion {
  readonly version: string;
  readonly publishedAt: string;
  readonly tags: readonly string[];
  readonly deprecated: string | undefined;
}

interface Versions {
  readonly managed: Managed;
  readonly done: string | undefined;
  /** Those of this page, the highest first. */
  readonly versions: readonly ShownVersion[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
  /** Tag and version. */
  readonly tags: readonly (readonly [string, string])[];
  /** Tags that there are beside those. */
  readonly otherTags: number;
  /** Which somebody is about to change. */
  readonly chosen: string | undefined;
}

export const versionsPage = (shown: Versions): Page =>
  settingsShell({
    managed: shown.managed,
    tab: 'versions',
    done: shown.done,
    content: markup`${tagSection(shown)}${versionSection(shown)}${deprecateSection(shown)}`,
  });

const tagSection = ({ managed: { name }, tags, otherTags, chosen }: Versions): Markup =>
  markup`<section><h2>Tags</h2>
<p>Names that people install by: <code>npm install ${name}@beta</code>. Without one they get <code>latest</code>.</p>
${scrollTable({
  label: 'Tags',
  heads: ['Tag', 'Version', ''],
  rows: tags.map(([tag, version]) => [tag, version, untagging(name, tag)]),
})}
${otherTags > 0 && markup`<p class="quiet">And ${numberOf(otherTags)} more: <code>npm dist-tag ls ${name}</code> lists all.</p>`}
<h3>Set a tag</h3>
${stackedForm({
  action: settingsPath(name, 'versions'),
  hidden: { do: 'tag' },
  button: 'Set tag',
  fields: [
    textField({
      id: 'tag',
      name: 'tag',
      label: 'Tag',
      hint: 'A new one, or one that moves to another version.',
      placeholder: 'beta',
      most: 214,
    }),
    textField({
      id: 'tagged',
      name: 'version',
      label: 'Version',
      value: chosen,
      placeholder: '1.0.0',
      most: 256,
    }),
  ],
})}</section>`;

const untagging = (name: string, tag: string): Content =>
  tag === 'latest'
    ? markup`<small>always there</small>`
    : buttonForm({
        action: settingsPath(name, 'versions'),
        hidden: { do: 'untag', tag },
        button: 'Remove',
        about: `tag ${tag}`,
      });

const versionSection = ({ managed: { name }, versions, total, page, pages }: Versions): Markup => {
  const at = (wanted: number): string | undefined =>
    wanted >= 1 && wanted <= pages
      ? withQuery(settingsPath(name, 'versions'), { page: String(wanted) })
      : undefined;
  return markup`<section><h2>Versions <small>${numberOf(total)}</small></h2>
${scrollTable({
  label: 'Versions',
  heads: ['Version', 'Published', 'State', ''],
  rows: versions.map((each) => row(name, each)),
})}
${pageLinks(at(page - 1), at(page + 1))}</section>`;
};

const row = (
  name: string,
  { version, publishedAt, tags, deprecated }: ShownVersion,
): readonly Content[] => [
  markup`<a href="${versionPath(name, version)}">${version}</a>${tags.map((tag) => markup` <span class="tag">${tag}</span>`)}`,
  dateOf(publishedAt),
  deprecated !== undefined && markup`<span class="tag warn">deprecated</span> ${deprecated}`,
  deprecated === undefined
    ? markup`<a href="${withQuery(settingsPath(name, 'versions'), { version })}#deprecate">Deprecate<span class="unseen"> ${version}</span></a>`
    : buttonForm({
        action: settingsPath(name, 'versions'),
        hidden: { do: 'undeprecate', range: version },
        button: 'Undo',
        about: `the deprecation of ${version}`,
      }),
];

const deprecateSection = ({ managed: { name }, chosen }: Versions): Markup =>
  markup`<section id="deprecate"><h2>Deprecate</h2>
<p>A deprecated version can still be installed. Clients show your message to whoever does.</p>
${stackedForm({
  action: settingsPath(name, 'versions'),
  hidden: { do: 'deprecate' },
  button: 'Deprecate',
  fields: [
    textField({
      id: 'range',
      name: 'range',
      label: 'Versions',
      hint: 'One, or a range such as <2.0.0. A * means all that there are.',
      value: chosen ?? '*',
      most: 300,
    }),
    textField({
      id: 'message',
      name: 'message',
      label: 'Message',
      hint: 'Why, and what to use instead.',
      most: 1024,
    }),
  ],
})}
<h3>Take deprecations back</h3>
${stackedForm({
  action: settingsPath(name, 'versions'),
  hidden: { do: 'undeprecate' },
  button: 'Take back',
  fields: textField({
    id: 'undone',
    name: 'range',
    label: 'Versions',
    hint: 'One, a range, or * for all.',
    value: chosen ?? '*',
    most: 300,
  }),
})}</section>`;
