import markdownIt, { type MarkdownIt, type Token } from 'markdown-it';

import { highlightAs } from './highlight.ts';

/** Blockquotes and lists in each other; what is deeper is text. */
const NESTING = 20;
/** Milliseconds that highlighting all blocks together may take. */
const HIGHLIGHTING = 500;
/** Characters that addresses and titles may come to: one that is defined once may be used a hundred thousand times. */
const REPEATED = 2 ** 20;

/** HTML of a README as its author wrote it, not to be trusted in any way. Undefined where it would be too much. */
export function markdownToHtml(text: string): string | undefined {
  const markdown = createMarkdown();
  const tokens = markdown.parse(text, {});
  return repeatedIn(tokens) > REPEATED
    ? undefined
    : markdown.renderer.render(tokens, markdown.options, {});
}

function createMarkdown(): MarkdownIt {
  let left = HIGHLIGHTING;
  const markdown = markdownIt({
    html: true,
    linkify: true,
    maxNesting: NESTING,
    highlight: (code, language) => {
      const start = performance.now();
      const html = highlightAs(code, language.toLowerCase(), left);
      left -= performance.now() - start;
      return html ?? '';
    },
  });
  // Who guesses takes `README.md` for a host in Moldova.
  markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
  // Addresses are looked at by the sanitizer, those of raw HTML too.
  markdown.validateLink = () => true;
  return markdown;
}

function repeatedIn(tokens: readonly Token[]): number {
  let sum = 0;
  for (const { attrs, children } of tokens) {
    for (const [, value] of attrs ?? []) sum += String(value).length;
    if (children) sum += repeatedIn(children);
  }
  return sum;
}
