import { type Markup, markup } from '#web/markup.ts';

import { count } from './wording.ts';

/** Times by day, week or month, in order. */
export interface Bar {
  readonly label: string;
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
  const rects = bars.map(({ label, value }, at) => {
    const height = round((value / most) * HEIGHT);
    return markup`<rect x="${at * STEP}" y="${round(HEIGHT - height)}" width="8" height="${height}"><title>${label}: ${count(value)}</title></rect>`;
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

function inWords(bars: readonly Bar[]): string {
  const [first, last] = [bars[0], bars.at(-1)];
  if (!first || !last) return 'Nothing to show.';
  const highest = bars.reduce((best, bar) => (bar.value > best.value ? bar : best), first);
  return `From ${first.label} to ${last.label}. Most: ${count(highest.value)}, ${highest.label}. Last: ${count(last.value)}.`;
}

const round = (number: number): number => Number(number.toFixed(1));
