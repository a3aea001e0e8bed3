import type { RegistrySums } from '#domain/registry-sums.ts';
import type { RequestFigures } from '#domain/request-figures.ts';
import { chart, type Point } from '#web/chart.ts';
import type { Page } from '#web/layout.ts';
import { type Content, type Markup, markup } from '#web/markup.ts';
import { packagePath } from '#web/paths.ts';
import { byteCount, dateOf, numberOf } from '#web/wording.ts';

import { requestFigures } from './requests.ts';
import { adminShell, wideTable } from './shell.ts';
import { totals } from './totals.ts';

interface Counted {
  readonly name: string;
  readonly count: number;
}

interface Popular {
  readonly name: string;
  readonly downloads: number;
  /** How many times as many as before. */
  readonly growth: number;
}

export interface Dashboard {
  /** Of each day, the oldest first. */
  readonly downloads: readonly Point[];
  /** About how many there were downloads from. */
  readonly addresses: readonly Point[];
  /** Versions that are there still. */
  readonly published: readonly Point[];
  readonly refused: { readonly robots: number; readonly beyondLimit: number };
  readonly clients: readonly Counted[];
  readonly nodes: readonly Counted[];
  readonly top: readonly Popular[];
  readonly trending: readonly Popular[];
  /** Versions of public packages, the newest first. */
  readonly newest: readonly {
    readonly name: string;
    readonly version: string;
    readonly publishedAt: string;
  }[];
  /** Packages by the bytes of all their tarballs, the biggest first. */
  readonly biggest: readonly { readonly name: string; readonly bytes: number }[];
  /** Of how much there is. */
  readonly totals: RegistrySums;
  readonly missing: readonly Counted[];
  readonly requests: RequestFigures;
}

export const dashboardPage = (shown: Dashboard): Page =>
  adminShell({
    title: 'Dashboard',
    tab: 'dashboard',
    content: markup`${totals(shown.totals)}
${chart({ title: 'Downloads per day', heads: ['Day', 'Downloads'], points: shown.downloads })}
<p class="quiet">Days are in UTC. Besides, ${numberOf(shown.refused.robots)} downloads were by robots, and ${numberOf(shown.refused.beyondLimit)} beyond what counts of one address.</p>
${chart({ title: 'Addresses per day', heads: ['Day', 'Addresses, about'], points: shown.addresses })}
<p class="quiet">So many addresses downloaded something. It is an estimate; an IPv6 network counts as one.</p>
${chart({ title: 'Versions published per day', heads: ['Day', 'Versions'], points: shown.published })}
<p class="quiet">Of public and private packages; what was unpublished since is not among them.</p>
<div class="cards">
${ranked('Most downloaded, last 7 days', shown.top, ({ name, downloads }) => [linkTo(name), numberOf(downloads)])}
${ranked('Trending', shown.trending, ({ name, growth }) => [linkTo(name), `× ${growth.toFixed(1)}`])}
${ranked('Newest versions', shown.newest, ({ name, version, publishedAt }) => [markup`<span>${linkTo(name)} ${version}</span>`, dateOf(publishedAt)])}
${ranked('Most bytes', shown.biggest, ({ name, bytes }) => [linkTo(name), byteCount(bytes)])}
${ranked('Clients, last 30 days', shown.clients, countedOf)}
${ranked('Major versions of Node.js, last 30 days', shown.nodes, countedOf)}
</div>
<h2 id="missing">Asked for in vain, last 7 days</h2>
${missing(shown.missing)}
<h2>Errors and response times</h2>
${requestFigures(shown.requests)}`,
  });

/** A card that is a section, so that its heading has a place in the order. */
const ranked = <T>(
  title: string,
  list: readonly T[],
  show: (one: T) => readonly [what: Markup, figure: Content],
): Markup => {
  const lines = list
    .map(show)
    .map(([what, figure]) => markup`<li>${what} <span>${figure}</span></li>`);
  return markup`<section class="card"><h2>${title}</h2>${
    lines.length === 0
      ? markup`<p class="quiet">None so far.</p>`
      : markup`<ol class="ranked">${lines}</ol>`
  }</section>`;
};

const linkTo = (name: string): Markup => markup`<a href="${packagePath(name)}">${name}</a>`;

/** As a name is shown that is no package's. */
const countedOf = ({ name, count }: Counted) => [markup`${name}`, numberOf(count)] as const;

const missing = (list: readonly Counted[]): Markup =>
  list.length === 0
    ? markup`<p>Nothing: whatever was asked for was there.</p>`
    : wideTable(
        'Asked for in vain',
        ['Package or version', 'Requests, at least'],
        list.map(
          ({ name, count }) =>
            markup`<tr><th scope="row">${name}</th><td class="number">${numberOf(count)}</td></tr>`,
        ),
      );
