import { type Markup, markup } from '#web/markup.ts';

/** A package's README as it was rendered. */
export const readmeSection = (readme: Markup): Markup =>
  markup`<div class="prose" dir="auto">${readme}</div>`;
