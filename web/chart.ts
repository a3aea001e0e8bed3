import { type Markup, markup } from '#web/markup.ts';
import { numberOf } from '#web/wording.ts';

/** What a bar of a chart stands for, mostly a day. */
export interface Point {
  readonly label: string;
  readonly value: number;
}

interface Chart {
  /** What it shows, as its caption: `Downloads per day`. */
  readonly title: string;
  /** What a label is, and what a value: heads of the table behind the chart. */
  readonly heads: readonly [label: string, value: string];
  readonly points: readonly Point[];
}

/** Units of the drawing: it is stretched to whatever place there is. */
const WIDTH = 720;
const HEIGHT = 160;

/**
 * Bars beside each other, the oldest first, with the figures in a table behind them. The words around are HTML, so that
 * they keep their size where the drawing gets narrow.
 */
export function chart({ title, heads, points }: Chart): Markup {
  const highest = Math.max(0, ...points.map(({ value }) => value));
  return markup`<figure class="bars">
<figcaption>${title}</figcaption>
${points.length > 0 && highest > 0 ? drawing(title, points, highest) : markup`<p class="quiet">Nothing so far.</p>`}
${points.length > 0 && table(title, heads, points)}
</figure>`;
}

/** A line without numbers, for a glance. */
export function sparkline(points: readonly Point[]): Markup {
  const highest = Math.max(1, ...points.map(({ value }) => value));
  const step = WIDTH / Math.max(1, points.length - 1);
  const places = points.map(
    ({ value }, at) => `${(at * step).toFixed(1)},${(HEIGHT * (1 - value / highest)).toFixed(1)}`,
  );
  const label = `${points.at(0)?.label} to ${points.at(-1)?.label}: ${summary(points, highest)}`;
  return markup`<svg class="spark" role="img" aria-label="${label}" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none"><polyline points="${places.join(' ')}"/></svg>`;
}

const drawing = (title: string, points: readonly Point[], highest: number): Markup => {
  const [first, last] = [points.at(0)?.label, points.at(-1)?.label];
  return markup`<p class="scale" aria-hidden="true">${numberOf(highest)}</p>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${title}: ${summary(points, highest)}">
${points.map((point, index) => bar(point, index, { count: points.length, highest }))}
</svg>
<p class="ends" aria-hidden="true"><span>${first}</span><span>${first !== last && last}</span></p>`;
};

const summary = (points: readonly Point[], highest: number): string => {
  const top = points.find(({ value }) => value === highest);
  const sum = points.reduce((total, { value }) => total + value, 0);
  return `${numberOf(sum)} in all${top ? `, at most ${numberOf(highest)} (${top.label})` : ''}`;
};

interface Place {
  readonly count: number;
  readonly highest: number;
}

/** A value above zero is seen, however small it is beside the highest. */
function bar({ label, value }: Point, index: number, { count, highest }: Place): Markup {
  const step = WIDTH / count;
  const height = value > 0 ? Math.max(2, (value / highest) * HEIGHT) : 0;
  const [x, y] = [index * step + step * 0.1, HEIGHT - height].map((each) => each.toFixed(1));
  return markup`<rect x="${x}" y="${y}" width="${(step * 0.8).toFixed(1)}" height="${height.toFixed(1)}"><title>${label}: ${numberOf(value)}</title></rect>`;
}

const table = (title: string, [label, value]: Chart['heads'], points: readonly Point[]): Markup =>
  markup`<details><summary>${title} as a table</summary>
<table><thead><tr><th scope="col">${label}</th><th scope="col" class="number">${value}</th></tr></thead>
<tbody>${points.map((point) => markup`<tr><th scope="row">${point.label}</th><td class="number">${numberOf(point.value)}</td></tr>`)}</tbody></table>
</details>`;
