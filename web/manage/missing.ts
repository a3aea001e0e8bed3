import type { Page } from '#web/layout.ts';
import { type Markup, markup } from '#web/markup.ts';
import { settingsPath, withQuery } from '#web/paths.ts';
import { numberOf } from '#web/wording.ts';

import { type Managed, settingsShell } from './shell.ts';

export const PERIODS = { 'last-day': 'Day', 'last-week': 'Week', 'last-month': 'Month' } as const;
export type Period = keyof typeof PERIODS;

interface Missing {
  readonly managed: Managed;
  readonly period: Period;
  /** The most frequent first. */
  readonly versions: readonly { readonly version: string; readonly requests: number }[];
  /** How many more there are that are not listed. */
  readonly others: number;
}

export const missingPage = ({ managed, period, versions, others }: Missing): Page =>
  settingsShell({
    managed,
    tab: 'missing',
    content: markup`<h2>Versions that were asked for in vain</h2>
<p>Somebody’s package.json or lockfile names these, and they are not here: they were never published, were unpublished, or are misspelt.</p>
<p>Last ${PERIOD_LINKS.map(([value, label]) => periodLink(managed.name, { value, label, current: value === period }))}</p>
${
  versions.length === 0
    ? markup`<p class="notice">Nobody asked for a version that is not there.</p>`
    : markup`<div class="scroll" tabindex="0" role="region" aria-label="Versions that were asked for in vain"><table>
<thead><tr><th scope="col">Version</th><th scope="col">Requests</th></tr></thead>
<tbody>${versions.map(({ version, requests }) => markup`<tr><th scope="row">${version}</th><td class="number">${numberOf(requests)}</td></tr>`)}</tbody></table></div>`
}
${others > 0 && markup`<p class="quiet">And ${numberOf(others)} more that were asked for less often.</p>`}`,
  });

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its own keys
const PERIOD_LINKS = Object.entries(PERIODS) as readonly (readonly [Period, string])[];

const periodLink = (
  name: string,
  { value, label, current }: { value: Period; label: string; current: boolean },
): Markup =>
  markup`<a class="button${!current && markup` plain`}" href="${withQuery(settingsPath(name, 'missing'), { period: value })}"${current && markup` aria-current="page"`}>${label.toLowerCase()}</a> `;
