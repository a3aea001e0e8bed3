import type { Page } from '#web/layout.ts';
import { type Markup, markup } from '#web/markup.ts';
import { feedPath, homePath, searchPath } from '#web/paths.ts';
import { searchForm } from '#web/search/search-form.ts';
import { numberOf } from '#web/wording.ts';

import { connect } from './connect.ts';
import { firstPackage } from './first-package.ts';
import {
  type Newest,
  newestList,
  type Popular,
  popularList,
  type Trending,
  trendingList,
} from './lists.ts';

export interface Home {
  /** What clients use as their registry, with a slash at the end. */
  readonly registry: string;
  readonly totals: Totals;
  readonly newest: readonly Newest[];
  /** Most used in the last seven days, and those that are used more than before. */
  readonly top: readonly Popular[];
  readonly trending: readonly Trending[];
}

/** Numbers of the registry, as far as the reader may know of them. */
interface Totals {
  readonly packages: number;
  readonly versions: number;
  /** Of the last seven days. */
  readonly downloads: number;
}

export function homePage(home: Home): Page {
  const { registry, totals, newest } = home;
  const { host } = new URL(registry);
  const isEmpty = totals.packages === 0 && newest.length === 0;
  return {
    title: host,
    description: `The package registry ${host}, for npm, pnpm, yarn, bun and deno.`,
    canonical: homePath,
    feed: { path: feedPath, title: `Newest versions of ${host}` },
    search: 'elsewhere',
    content: markup`<header class="hero">
<h1>${host}</h1>
<p>A package registry for npm, pnpm, yarn, bun and deno.</p>
${searchForm()}
${!isEmpty && numbers(totals)}
</header>
${isEmpty ? firstPackage(registry) : lists(home)}
${connect(registry)}`,
  };
}

const numbers = ({ packages, versions, downloads }: Totals): Markup => markup`<ul class="numbers">
<li><a href="${searchPath('')}"><strong>${numberOf(packages)}</strong> ${packages === 1 ? 'package' : 'packages'}</a></li>
<li><strong>${numberOf(versions)}</strong> ${versions === 1 ? 'version' : 'versions'}</li>
<li><strong>${numberOf(downloads)}</strong> ${downloads === 1 ? 'download' : 'downloads'} in the last 7 days</li>
</ul>`;

function lists({ newest, top, trending }: Home): Markup {
  return markup`<div class="lists">
${newest.length > 0 && newestList(newest)}
${top.length > 0 && popularList(top)}
${trending.length > 0 && trendingList(trending)}
</div>`;
}
