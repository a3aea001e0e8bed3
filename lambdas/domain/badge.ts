/** A badge, as READMEs show them. */
export interface Badge {
  readonly label: string;
  readonly message: string;
  readonly color: BadgeColor;
}

export type BadgeColor = keyof typeof COLORS;

/** White is read on all of them: 4.5 to 1 and more. */
const COLORS = {
  blue: '#0b65b0',
  green: '#2a7a2a',
  yellow: '#8a6100',
  red: '#b3261e',
  gray: '#5f5f5f',
} as const;

/** Characters of a text; pixels of one, about, and beside it. */
const LONGEST = 40;
const CHARACTER = 6.6;
const PADDING = 5;

/**
 * As an SVG of 20 pixels' height. Texts are as wide as they are said to be (`textLength`), whatever font there is: a
 * library that measures them brings 900 KB of widths.
 */
export function renderBadge({ label, message, color }: Badge): string {
  const [left, right] = [cut(label), cut(message)];
  const [leftWidth, rightWidth] = [widthOf(left), widthOf(right)];
  const width = leftWidth + rightWidth;
  const title = `${escape(left)}: ${escape(right)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="${title}">`,
    `<title>${title}</title>`,
    `<clipPath id="r"><rect width="${width}" height="20" rx="3"/></clipPath>`,
    `<g clip-path="url(#r)"><path fill="#555" d="M0 0h${leftWidth}v20H0z"/>`,
    `<path fill="${COLORS[color]}" d="M${leftWidth} 0h${rightWidth}v20H${leftWidth}z"/></g>`,
    `<g fill="#fff" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">`,
    textAt(PADDING, left),
    textAt(leftWidth + PADDING, right),
    `</g></svg>`,
  ].join('');
}

const cut = (text: string): string =>
  text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;

const lengthOf = (text: string): number => Math.round(text.length * CHARACTER);
const widthOf = (text: string): number => lengthOf(text) + 2 * PADDING;

const textAt = (x: number, text: string): string =>
  `<text x="${x}" y="14" textLength="${lengthOf(text)}" lengthAdjust="spacingAndGlyphs">${escape(text)}</text>`;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Of what XML forbids even as a reference, nothing is left. */
const escape = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '')
    .replaceAll(/[&<>"']/g, (one) => ESCAPES[one] ?? '');
