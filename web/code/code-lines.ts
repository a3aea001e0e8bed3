import { type Markup, markup, sanitized } from '#web/markup.ts';

import { showHidden } from './hidden-characters.ts';

/** What highlighting makes: spans, and line breaks between or within them. */
const PIECE = /<span[^>]*>|<\/span>|\n/g;

/** Lines of highlighted text: a span that goes over several is ended and begun again in each. */
export function splitLines(html: string): readonly string[] {
  const open: string[] = [];
  const lines = html.replace(PIECE, (piece) => {
    if (piece === '\n') return `${'</span>'.repeat(open.length)}\n${open.join('')}`;
    if (piece === '</span>') open.pop();
    else open.push(piece);
    return piece;
  });
  return lines.split('\n');
}

/** A file's text with numbers that can be linked to. `html`: highlighted, or just escaped. */
export function numberedCode(html: string): Markup {
  const ended = html.endsWith('\n') ? html.slice(0, -1) : html;
  const lines = splitLines(showHidden(ended)).map(
    (line, index) =>
      `<span class="line" id="L${index + 1}"><a href="#L${index + 1}">${index + 1}</a>${line}\n</span>`,
  );
  return markup`<pre class="code"><code>${sanitized(lines.join(''))}</code></pre>`;
}
