import { type Problem, problemNotice } from '#web/account/form.ts';
import { type Field, selectField, textField } from '#web/forms/fields.ts';
import { buttonForm, stackedForm } from '#web/forms/forms.ts';
import type { Page } from '#web/layout.ts';
import { httpUrl } from '#web/links.ts';
import { type Markup, markup } from '#web/markup.ts';
import { settingsPath } from '#web/paths.ts';
import { dateOf } from '#web/wording.ts';

import { type Managed, settingsShell } from './shell.ts';

interface ShownAdvisory {
  readonly id: string;
  readonly title: string;
  readonly severity: string;
  readonly vulnerable_versions: string;
  readonly patched_versions?: string | undefined;
  readonly url?: string | undefined;
  readonly updated: string;
}

export interface Advisories {
  readonly managed: Managed;
  readonly done: string | undefined;
  readonly advisories: readonly ShownAdvisory[];
  readonly severities: readonly string[];
  /** What was typed into the form, and why it was not taken. */
  readonly sent?: Readonly<Partial<Record<string, string>>>;
  readonly problem?: Problem;
}

export const advisoriesPage = ({
  managed,
  done,
  advisories,
  severities,
  sent = {},
  problem,
}: Advisories): Page =>
  settingsShell({
    managed,
    tab: 'advisories',
    done,
    content: markup`<section><h2>Advisories</h2>
<p>Everybody who runs an audit is told of these, and which version is safe.</p>
${advisories.length === 0 ? markup`<p class="notice">This registry has none for the package.</p>` : markup`<ul class="list">${advisories.map((each) => entry(managed.name, each))}</ul>`}</section>
<section><h2>Publish an advisory</h2>
<p>One with an id that is there already is replaced.</p>
${problemNotice(problem)}
${stackedForm({
  action: settingsPath(managed.name, 'advisories'),
  hidden: { do: 'publish' },
  button: 'Publish advisory',
  fields: fields(severities, sent),
})}</section>`,
  });

const SEVERE = new Set(['high', 'critical']);

const entry = (name: string, advisory: ShownAdvisory): Markup => {
  const { id, title, severity, vulnerable_versions: vulnerable, updated } = advisory;
  const url = httpUrl(advisory.url);
  return markup`<li><h3>${url === undefined ? title : markup`<a href="${url}" rel="noreferrer">${title}</a>`} <span class="tag ${SEVERE.has(severity) ? 'bad' : 'warn'}">${severity}</span></h3>
<p><code>${id}</code>, of ${dateOf(updated)}. Not safe: <code>${vulnerable}</code>. ${advisory.patched_versions === undefined ? 'No version is said to be safe.' : markup`Safe: <code>${advisory.patched_versions}</code>.`}</p>
${buttonForm({ action: settingsPath(name, 'advisories'), hidden: { do: 'withdraw', id }, button: 'Withdraw', about: id })}</li>`;
};

const fields = (
  severities: readonly string[],
  sent: Readonly<Partial<Record<string, string>>>,
): readonly Markup[] => [
  ...WHAT.map((field) => textField({ ...field, value: sent[field.name] })),
  selectField({
    id: 'severity',
    name: 'severity',
    label: 'Severity',
    chosen: sent['severity'] ?? 'moderate',
    choices: severities.map((each) => ({ value: each, label: each })),
  }),
  ...VERSIONS.map((field) => textField({ ...field, value: sent[field.name] })),
  ...BESIDES.map((field) => textField({ ...field, value: sent[field.name], required: false })),
];

const WHAT: readonly Field[] = [
  {
    id: 'id',
    name: 'id',
    label: 'Id',
    hint: 'Of your choice, or a CVE.',
    placeholder: 'acme-2026-1',
    most: 64,
  },
  { id: 'title', name: 'title', label: 'What is wrong', hint: 'In one line.' },
];

const VERSIONS: readonly Field[] = [
  {
    id: 'vulnerable',
    name: 'vulnerable',
    label: 'Versions that are not safe',
    placeholder: '>=1.0.0 <1.4.2',
    most: 1000,
  },
  {
    id: 'patched',
    name: 'patched',
    label: 'Versions that are safe',
    hint: 'Tools update to these.',
    placeholder: '>=1.4.2',
    required: false,
    most: 1000,
  },
];

const BESIDES: readonly Field[] = [
  {
    id: 'url',
    name: 'url',
    label: 'Where to read more',
    placeholder: 'https://example.com/advisories/1',
    most: 2000,
  },
  {
    id: 'cwe',
    name: 'cwe',
    label: 'Kinds of weakness',
    hint: 'CWE numbers with spaces between them.',
    placeholder: 'CWE-79 CWE-1321',
  },
  { id: 'score', name: 'score', label: 'CVSS score', hint: 'From 0 to 10.', most: 4 },
  {
    id: 'vector',
    name: 'vector',
    label: 'CVSS vector',
    placeholder: 'CVSS:3.1/AV:N/AC:L',
    most: 200,
  },
];
