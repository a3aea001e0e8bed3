import { type Markup, markup, sanitized } from '#web/markup.ts';

import { showHidden } from './hidden-characters.ts';

/** What highlighting makes: spans, and line breaks between or within them. */
const PIECE = /<span[^>]*>|<\/span>|\n/g;

const TAG = /<\/?span[^>]*>/g;
/** Characters that lines may get in addition; all of a file in a few spans is less. */
const MOST = 2 * 2 ** 20;

/**
 * Lines of highlighted text: a span that goes over several is ended and begun again in each. Text with many of them in
 * each other grows by them all with each line: where that is too much, it is left without any.
 */
export function splitLines(html: string): readonly string[] {
  const open: string[] = [];
  const lines: string[] = [];
  let line = '';
  let done = 0;
  let added = 0;
  for (const { 0: piece, index } of html.matchAll(PIECE)) {
    line += html.slice(done, index);
    done = index + piece.length;
    if (piece === '\n') {
      lines.push(line + '</span>'.repeat(open.length));
      line = open.join('');
      added += line.length;
      if (added > MOST) return html.replaceAll(TAG, '').split('\n');
    } else {
      if (piece === '</span>') open.pop();
      else open.push(piece);
      line += piece;
    }
  }
  return [...lines, line + html.slice(done)];
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
