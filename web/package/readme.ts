import { type Markup, markup } from '#web/markup.ts';

/** A package's README as it was rendered, or what is to be said where there is none. */
export const readmeSection = (readme: Markup | undefined): Markup =>
  readme
    ? markup`<article class="prose" aria-label="README" dir="auto">${readme}</article>`
    : markup`<p class="quiet">This version has no README. Its publisher can add a <code>README.md</code> to the next one.</p>`;
