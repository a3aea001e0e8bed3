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

const UNITS = ['B', 'kB', 'MB', 'GB'] as const;

/** `512 B`, `12.3 kB`, `4 MB`. */
export function inBytes(bytes: number): string {
  const at = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const rounded = Number((bytes / 1000 ** at).toFixed(at === 0 ? 0 : 1));
  return `${rounded} ${UNITS[at] ?? 'B'}`;
}

const COUNT = new Intl.NumberFormat('en');
const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

export const count = (number: number): string => COUNT.format(number);

/** `1 file`, `2 files`. */
export const counted = (number: number, what: string): string =>
  `${count(number)} ${what}${number === 1 ? '' : 's'}`;

/** `21 Nov 2026` of an ISO date, or nothing. */
export const dayOf = (iso: string): string => {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? '' : DAY.format(time);
};

export const dayMarkup = (iso: string): Markup | undefined => {
  const day = dayOf(iso);
  return day === ''
    ? undefined
    : markup`<time datetime="${new Date(iso).toISOString()}">${day}</time>`;
};
