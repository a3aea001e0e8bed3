import { buttonForm } from '#web/forms/forms.ts';
import { scrollTable } from '#web/forms/table.ts';
import type { Page } from '#web/layout.ts';
import { httpUrl } from '#web/links.ts';
import { type Content, type Markup, markup } from '#web/markup.ts';
import { settingsPath } from '#web/paths.ts';
import { dateOf } from '#web/wording.ts';

import { type Managed, settingsShell } from './shell.ts';
import { type SentTrust, type Service, trustForms } from './trust-forms.ts';

/** Whom the package trusts, in words. */
export interface ShownPublisher {
  readonly id: string;
  readonly service: string;
  readonly repository: string;
  /** What else a run must be: `Workflow`, `release.yml`. */
  readonly asks: readonly (readonly [string, string])[];
  readonly may: string;
  readonly since: string;
  readonly by: string;
}

/** A run that can publish now. */
export interface ShownRun {
  readonly key: string;
  readonly repository: string;
  readonly workflow: string;
  readonly ref: string;
  readonly url: string;
  readonly until: string;
}

/** Who published one of the last versions. */
export interface ShownPublish {
  readonly version: string;
  readonly at: string;
  readonly by: string;
  readonly run: string | undefined;
}

export interface Trust {
  readonly managed: Managed;
  readonly done: string | undefined;
  readonly publishers: readonly ShownPublisher[];
  readonly runs: readonly ShownRun[];
  readonly published: readonly ShownPublish[];
  readonly services: readonly Service[];
  readonly sent?: SentTrust;
}

export const trustPage = ({ managed, done, ...shown }: Trust): Page =>
  settingsShell({
    managed,
    tab: 'trust',
    done,
    content: markup`<section><h2>Trusted publishers</h2>
<p>A workflow of a CI service publishes without any token: the service proves which repository it belongs to. Nothing has to be kept secret.</p>
${shown.publishers.length === 0 ? markup`<p class="notice">No workflow is trusted yet. Add one below, and it can publish with a plain <code>npm publish</code>.</p>` : markup`<ul class="cards">${shown.publishers.map((each) => card(managed.name, each))}</ul>`}
</section>
${runsNow(managed.name, shown.runs)}
${trustForms(managed.name, shown.services, shown.sent)}
${lately(shown.published)}`,
  });

const card = (name: string, publisher: ShownPublisher): Markup => {
  const { id, service, repository, asks, may, since, by } = publisher;
  return markup`<li class="card"><h3>${repository}</h3>
<p><span class="tag">${service}</span> ${may}</p>
<dl class="facts">${asks.map(([what, value]) => markup`<dt>${what}</dt><dd>${value}</dd>`)}<dt>Trusted since</dt><dd>${dateOf(since)}, by ${by}</dd></dl>
${buttonForm({ action: settingsPath(name, 'trust'), hidden: { do: 'remove', publisher: id }, button: 'Trust no longer', about: `${service} ${repository}` })}</li>`;
};

const runsNow = (name: string, runs: readonly ShownRun[]): Content =>
  runs.length > 0 &&
  markup`<section><h2>Runs that can publish now</h2>
<p>Each was let in for 15 minutes.</p>
${scrollTable({
  label: 'Runs that can publish now',
  heads: ['Repository', 'Workflow', 'Ref', 'Until', ''],
  rows: runs.map(({ key, repository, workflow, ref, url, until }) => [
    outward(url, repository),
    workflow,
    ref,
    dateOf(until),
    buttonForm({
      action: settingsPath(name, 'trust'),
      hidden: { do: 'revoke', run: key },
      button: 'End',
      about: `the run of ${repository}`,
    }),
  ]),
})}</section>`;

const lately = (published: readonly ShownPublish[]): Markup =>
  markup`<section><h2>Who published lately</h2>
${scrollTable({
  label: 'Who published lately',
  heads: ['Version', 'Published', 'By'],
  rows: published.map(({ version, at, by, run }) => [
    version,
    dateOf(at),
    run === undefined ? by : outward(run, by),
  ]),
})}</section>`;

const outward = (url: string, text: string): Content => {
  const href = httpUrl(url);
  return href === undefined ? text : markup`<a href="${href}" rel="noreferrer">${text}</a>`;
};
