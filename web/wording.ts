import { type Markup, markup } from '#web/markup.ts';

/** A day for people, with the moment for programs. */
export const dateOf = (iso: string): Markup =>
  markup`<time datetime="${iso}" title="${iso}">${dayOf(iso)}</time>`;

const dayOf = (iso: string): string =>
  Number.isNaN(Date.parse(iso)) ? iso : FORMAT.format(new Date(iso));

const FORMAT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

/** `12,345`. */
export const numberOf = (count: number): string => count.toLocaleString('en-US');
