import type { Page } from '#web/layout.ts';
import { type Content, type Markup, markup } from '#web/markup.ts';
import { searchPath, signInPath } from '#web/paths.ts';
import { numberOf } from '#web/wording.ts';

import { qualifiers } from './qualifiers.ts';
import { type Result, resultItem } from './result-item.ts';

/** What one page of a search shows. */
export interface Results {
  /** What was typed. */
  readonly text: string;
  /** 1 is the first. */
  readonly page: number;
  /** How many pages there are. */
  readonly pages: number;
  readonly total: number;
  readonly results: readonly Result[];
  /** Whether other registries stand behind this one, and may have more. */
  readonly behind: boolean;
}

export function resultsPage(found: Results): Page {
  const { text, page, results } = found;
  const subject = text === '' ? 'All packages' : `Packages for “${text}”`;
  return {
    title: page > 1 ? `${subject}, page ${page}` : subject,
    searched: text,
    content: markup`<h1>${subject}</h1>
${results.length > 0 ? listed(found) : nothing(found)}
${qualifiers}`,
  };
}

const listed = ({ text, page, pages, total, results }: Results): Markup =>
  markup`<p class="quiet">${counted(total)}${pages > 1 && `, page ${page} of ${numberOf(pages)}`}</p>
<ul class="list results">
${results.map(resultItem)}
</ul>
${pages > 1 && paging(text, page, pages)}`;

const counted = (total: number): string => {
  if (total === 1) return '1 package';
  return total >= MOST_COUNTED
    ? `${numberOf(total)} packages or more`
    : `${numberOf(total)} packages`;
};

/** Further than this nobody counts. */
const MOST_COUNTED = 10_000;

const paging = (text: string, page: number, pages: number): Markup =>
  markup`<nav class="pages" aria-label="Pages of results">
${page > 1 && markup`<a href="${searchPath(text, page - 1)}" rel="prev">Previous page</a>`}
${page < pages && markup`<a href="${searchPath(text, page + 1)}" rel="next">Next page</a>`}
</nav>`;

function nothing({ text, page, behind }: Results): Content {
  if (page > 1) {
    return markup`<p>There are no results on this page. <a href="${searchPath(text)}">Go to the first page</a>.</p>`;
  }
  return markup`<div class="notice"><p><strong>Nothing found.</strong> ${behind ? 'Neither this registry nor those behind it have such a package.' : 'This registry has no such package.'}</p></div>
<h2>What may help</h2>
<ul>
<li>Use fewer words, or the beginning of the name alone.</li>
<li>Private packages are shown to those who may read them: <a href="${signInPath(searchPath(text))}">sign in</a> first.</li>
<li>You can <a href="${searchPath('')}">look at all packages</a>.</li>
</ul>`;
}
