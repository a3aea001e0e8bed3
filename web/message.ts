import type { Page } from '#web/layout.ts';
import { type Content, markup } from '#web/markup.ts';

/** A page that says one thing, and what to do next. */
export const messagePage = (title: string, text: string, next?: Content): Page => ({
  title,
  content: markup`<h1>${title}</h1><p>${toSentence(text)}</p>${next}`,
});

export const toSentence = (text: string): string =>
  `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
