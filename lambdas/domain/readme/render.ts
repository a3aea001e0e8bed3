import type { LinkBase } from './addresses.ts';
import { arrange } from './arrange.ts';
import { withinLimits } from './limits.ts';
import { markdownToHtml } from './markdown.ts';
import { finished, plainly, type ReadmeSource } from './plain.ts';
import { sanitize } from './sanitize.ts';
import { inside, parseSanitized } from './tree.ts';

/** Characters of HTML: 512 KB of code with every word highlighted are less. */
const LARGEST = 4 * 2 ** 20;
/** Milliseconds that rendering may take; 512 KB of what people write take a third. */
const TIME = 1500;

/**
 * A README as HTML that a page can show as it is. Markdown that would take too long is shown as text, and so is what
 * fails, of which `failed` is told.
 */
export const renderReadme = (
  { text, filename, base }: ReadmeSource,
  failed: (error: unknown) => void,
): string =>
  finished(text, (shown) => {
    const html = isMarkdown(filename) ? attempt(() => render(shown, base), failed) : undefined;
    return html ?? plainly(shown);
  });

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

function render(text: string, base: LinkBase): string | undefined {
  const html = markdownToHtml(text);
  if (html === undefined || html.length > LARGEST) return undefined;
  const root = parseSanitized(sanitize(html, base));
  arrange(root);
  return inside(root);
}
