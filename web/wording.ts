import { type Markup, markup } from '#web/markup.ts';

/** What steers terminals, or makes a line run backwards. */
const INVISIBLE = /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu;

/** Somebody's words on one line, no longer than there is room for; anything but a text is none. */
export function shortText(value: unknown, most: number): string {
  if (typeof value !== 'string') return '';
  // Of a very long text no more is looked at than can be left.
  const text = value
    .slice(0, most * 4)
    .replaceAll(INVISIBLE, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toWellFormed();
  return text.length > most ? `${text.slice(0, most - 1).toWellFormed()}…` : text;
}

/** `12,345`. */
export const numberOf = (count: number): string => count.toLocaleString('en-US');

/** `1 file`, `1,200 files`. */
export const counted = (count: number, what: string): string =>
  `${numberOf(count)} ${what}${count === 1 ? '' : 's'}`;

const UNITS = ['kB', 'MB', 'GB', 'TB'] as const;

/** A number of bytes as people read it: `512 B`, `1.5 kB`. */
export function byteCount(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length);
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${UNITS[power - 1]}`;
}

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

/** `21 Nov 2026` of an ISO date, or nothing. */
export const dayOf = (iso: string): string => {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? '' : DAY.format(time);
};

/** A day for people, with the moment for programs; nothing where it is no date. */
export const dateOf = (iso: string): Markup | undefined => timeOf(iso, dayOf(iso));

/** `21 Nov 2026, 14:05 UTC`. */
export const momentOf = (iso: string): Markup | undefined =>
  timeOf(iso, `${dayOf(iso)}, ${iso.slice(11, 16)} UTC`);

const timeOf = (iso: string, text: string): Markup | undefined =>
  Number.isNaN(Date.parse(iso))
    ? undefined
    : markup`<time datetime="${new Date(iso).toISOString()}">${text}</time>`;
