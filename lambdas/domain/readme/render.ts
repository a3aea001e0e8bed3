import type { LinkBase } from './addresses.ts';
import { arrange } from './arrange.ts';
import { escapeHtml } from './highlight.ts';
import { withinLimits } from './limits.ts';
import { markdownToHtml } from './markdown.ts';
import { sanitize } from './sanitize.ts';
import { inside, parseSanitized } from './tree.ts';

/** Make of the renderer: what another make rendered is rendered again. Raise it with every change of what comes out. */
export const README_RENDERER = 1;

export interface ReadmeSource {
  readonly text: string;
  readonly filename: string;
  readonly base: LinkBase;
}

/** Characters that are shown of a README. */
const LONGEST = 512 * 1024;
/** Characters of HTML: 512 KB of code with every word highlighted are less. */
const LARGEST = 4 * 2 ** 20;
/** Milliseconds that rendering may take, and that others wait on one machine; 512 KB of what people write take a third. */
const TIME = 1500;

/**
 * A README as HTML that a page can show as it is. Markdown that would take too long is shown as text, and so is what
 * fails, of which `failed` is told.
 */
export function renderReadme(
  { text, filename, base }: ReadmeSource,
  failed: (error: unknown) => void,
): string {
  const shown = text.length > LONGEST ? shortened(text) : text;
  const rendered = isMarkdown(filename) ? attempt(() => render(shown, base), failed) : undefined;
  const html = rendered ?? `<pre class="plain">${escapeHtml(shown)}</pre>`;
  return harmless(shown === text ? html : html + CUT);
}

function attempt(
  work: () => string | undefined,
  failed: (error: unknown) => void,
): string | undefined {
  try {
    return withinLimits(TIME, work);
  } catch (error) {
    failed(error);
    return undefined;
  }
}

/** npm's own pattern of names. */
const isMarkdown = (filename: string): boolean => /\.m?a?r?k?d?o?w?n?$/i.test(filename);

const CUT = '<p class="notice">This README goes on: the package has all of it.</p>';

function render(text: string, base: LinkBase): string | undefined {
  const html = markdownToHtml(text);
  if (html === undefined || html.length > LARGEST) return undefined;
  const root = parseSanitized(sanitize(html, base));
  arrange(root);
  return inside(root);
}

/** Ends with a whole line where there is one. */
function shortened(text: string): string {
  const end = text.lastIndexOf('\n', LONGEST);
  return text.slice(0, end > LONGEST / 2 ? end : LONGEST);
}

/**
 * Without what is no text: controls, halves of characters, and what makes text run in another direction than it says,
 * behind which code can hide.
 */
const harmless = (html: string): string =>
  html
    .toWellFormed()
    // oxlint-disable-next-line no-control-regex -- these are meant
    .replaceAll(/[\0-\u0008\u000B\f\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g, '');
