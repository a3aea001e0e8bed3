import { type Markup, markup } from '#web/markup.ts';

import { count, counted, dayOf } from './wording.ts';

/** Times of a day, or of a week by its first day. */
export interface Bar {
  /** ISO date. */
  readonly day: string;
  readonly value: number;
}

interface Chart {
  /** Unique on its page. */
  readonly id: string;
  readonly title: string;
  readonly bars: readonly Bar[];
}

const HEIGHT = 100;
/** Of a bar and the gap behind it. */
const STEP = 10;

/** Bars as an image that says in words what it shows; its numbers stand in a table beside it. */
export function barChart({ id, title, bars }: Chart): Markup {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const rects = bars.map(({ day, value }, at) => {
    const height = round((value / most) * HEIGHT);
    return markup`<rect x="${at * STEP}" y="${round(HEIGHT - height)}" width="8" height="${height}"><title>${dayOf(day)}: ${count(value)}</title></rect>`;
  });
  return markup`<svg class="chart" role="img" aria-labelledby="${id}-title ${id}-desc" viewBox="0 0 ${bars.length * STEP} ${HEIGHT}" preserveAspectRatio="none">
<title id="${id}-title">${title}</title><desc id="${id}-desc">${inWords(bars)}</desc>
${rects}</svg>`;
}

/** A line without numbers, for a glance. */
export function sparkline(bars: readonly Bar[]): Markup {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const points = bars.map(
    ({ value }, at) => `${at * STEP},${round(HEIGHT - 4 - (value / most) * (HEIGHT - 8))}`,
  );
  return markup`<svg class="spark" role="img" aria-label="${inWords(bars)}" viewBox="0 0 ${(bars.length - 1) * STEP} ${HEIGHT}" preserveAspectRatio="none"><polyline points="${points.join(' ')}"/></svg>`;
}

/** Where they begin and end, and what was most. */
export function inWords(bars: readonly Bar[]): string {
  const [first, last] = [bars[0], bars.at(-1)];
  if (!first || !last) return 'Nothing to show.';
  const highest = bars.reduce((best, bar) => (bar.value > best.value ? bar : best), first);
  const sum = bars.reduce((total, { value }) => total + value, 0);
  const most = sum === 0 ? '' : `, at most ${count(highest.value)} (${dayOf(highest.day)})`;
  return `${dayOf(first.day)} to ${dayOf(last.day)}: ${counted(sum, 'download')}${most}`;
}

const round = (number: number): number => Number(number.toFixed(1));
