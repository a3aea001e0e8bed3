import { chart, type Point } from '#web/chart.ts';
import type { Page } from '#web/layout.ts';
import { type Markup, markup } from '#web/markup.ts';
import { counted, numberOf, shortText } from '#web/wording.ts';

import { type PackageHead, packageShell } from './shell.ts';

interface Downloads {
  readonly head: PackageHead;
  /** The last thirty days, and 52 weeks, up to today. */
  readonly days: readonly Point[];
  readonly weeks: readonly Point[];
  /** Of the last seven days. */
  readonly week: DetailedWeek;
}

/** What is counted in detail. */
export interface DetailedWeek {
  readonly total: number;
  readonly robots: number;
  readonly beyondLimit: number;
  /** About how many addresses on a day, on average. */
  readonly addresses: number;
  readonly versions: ReadonlyMap<string, number>;
  readonly clients: ReadonlyMap<string, number>;
  /** By the major of Node. */
  readonly nodes: ReadonlyMap<string, number>;
}

export function downloadsPage({ head, days, weeks, week }: Downloads): Page {
  const nothing = weeks.every(({ value }) => value === 0) && days.every(({ value }) => value === 0);
  return packageShell({
    head,
    tab: 'downloads',
    title: 'Downloads',
    content: markup`<h2>Downloads</h2>
${nothing ? NOTHING : inAll({ days, weeks, week })}
${inDetail(week)}
<p class="quiet">Tarballs that this registry served. Robots are not among them (${numberOf(week.robots)} in the last 7 days), nor what one address asked for beyond the limit of a day (${numberOf(week.beyondLimit)}).</p>`,
  });
}

const NOTHING = markup`<p class="notice">No download was counted in the last year.</p>`;

const inAll = ({ days, weeks, week }: Omit<Downloads, 'head'>): Markup =>
  markup`<p>${counted(week.total, 'download')} in the last 7 days${addresses(week)}.</p>
${chart({ title: 'The last 30 days', heads: ['Day', 'Downloads'], points: days })}
${chart({ title: 'The last year, by week', heads: ['Week from', 'Downloads'], points: weeks })}`;

/** Nothing where nobody knows: what comes from the registry's own machine has no address that tells. */
const addresses = ({ addresses: number }: DetailedWeek): string => {
  if (number === 0) return '';
  return `, from about ${number === 1 ? 'one address' : `${numberOf(number)} addresses`} a day`;
};

const inDetail = ({ versions, clients, nodes }: DetailedWeek): Markup | false =>
  versions.size > 0 &&
  markup`<h3>The last 7 days in detail</h3>
<div class="cards">
${breakdown('By version', 'Version', versions)}
${breakdown('By client', 'Client', clients)}
${breakdown('By Node.js', 'Node.js', nodes)}
</div>`;

/** Lines of a table; what is beyond is one line. */
const LINES = 12;

function breakdown(
  title: string,
  unit: string,
  counts: ReadonlyMap<string, number>,
): Markup | false {
  if (counts.size === 0) return false;
  const sorted = [...counts].toSorted(([, a], [, b]) => b - a);
  const rest = sorted.slice(LINES).reduce((sum, [, times]) => sum + times, 0);
  const shown = [...sorted.slice(0, LINES), ...(rest > 0 ? [['all others', rest] as const] : [])];
  return markup`<div class="card"><table><caption>${title}</caption><thead><tr><th scope="col">${unit}</th><th scope="col" class="number">Downloads</th></tr></thead>
<tbody>${shown.map(([key, times]) => markup`<tr><th scope="row" class="wide">${shortText(key, 60)}</th><td class="number">${numberOf(times)}</td></tr>`)}</tbody></table></div>`;
}
