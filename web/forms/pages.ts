import { type Markup, markup } from '#web/markup.ts';

/** Ways to the pages before and after, where there are some. */
export const pageLinks = (earlier: string | undefined, later: string | undefined): Markup =>
  earlier === undefined && later === undefined
    ? markup``
    : markup`<nav class="pages" aria-label="Pages">${earlier !== undefined && markup`<a href="${earlier}" rel="prev">Previous</a>`}${later !== undefined && markup`<a href="${later}" rel="next">Next</a>`}</nav>`;
