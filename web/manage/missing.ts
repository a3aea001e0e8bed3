import type { Page } from '#web/layout.ts';
import { type Markup, markup } from '#web/markup.ts';
import { settingsPath, withQuery } from '#web/paths.ts';
import { numberOf } from '#web/wording.ts';

import { type Managed, settingsShell } from './shell.ts';

/** Days up to today. */
const PERIODS = [
  ['1', 'Today'],
  ['7', 'Last 7 days'],
  ['30', 'Last 30 days'],
] as const;
type Days = (typeof PERIODS)[number][0];

interface Missing {
  readonly managed: Managed;
  readonly days: Days;
  /** The most frequent first. */
  readonly versions: readonly { readonly version: string; readonly requests: number }[];
  /** How many more there are that are not listed. */
  readonly others: number;
}

export const missingPage = ({ managed, days, versions, others }: Missing): Page =>
  settingsShell({
    managed,
    tab: 'missing',
    content: markup`<h2>Versions that were asked for in vain</h2>
<p>Somebody’s package.json or lockfile names these, and they are not here: they were never published, were unpublished, or are misspelt.</p>
<p>${PERIODS.map(([value, label]) => periodLink(managed.name, { value, label, current: value === days }))}</p>
${
  versions.length === 0
    ? markup`<p class="notice">Nobody asked for a version that is not there.</p>`
    : markup`<div class="scroll" tabindex="0" role="region" aria-label="Versions that were asked for in vain"><table>
<thead><tr><th scope="col">Version</th><th scope="col">Requests</th></tr></thead>
<tbody>${versions.map(({ version, requests }) => markup`<tr><th scope="row">${version}</th><td class="number">${numberOf(requests)}</td></tr>`)}</tbody></table></div>`
}
${others > 0 && markup`<p class="quiet">And ${numberOf(others)} more that were asked for less often.</p>`}`,
  });

const periodLink = (
  name: string,
  { value, label, current }: { value: Days; label: string; current: boolean },
): Markup =>
  markup`<a class="button${!current && markup` plain`}" href="${withQuery(settingsPath(name, 'missing'), { days: value })}"${current && markup` aria-current="page"`}>${label}</a> `;
