import { escapeHtml } from './escape.ts';
import { createHighlighter } from './highlighter.mjs';
import { withinLimits } from './limits.ts';

/** Characters of a text that is still highlighted, and of its longest line: beyond that it is minified. */
const LARGEST = 256 * 1024;
const LONGEST_LINE = 5000;
/** Milliseconds that highlighting may take; 256 KB of what people write take a tenth of it. */
const TIME = 500;

/**
 * A file's text as HTML: `span` with classes where its name tells the language, and the escaped text where it does not
 * or where it is too much. Nothing of the text becomes markup.
 */
export const highlight = (text: string, file: string): string =>
  highlightAs(text, languageOf(file)) ?? escapeHtml(text);

/** The same for a language by any of its names; undefined where that is not known, or in that time not done. */
export function highlightAs(text: string, language: string, time = TIME): string | undefined {
  if (!isBearable(text) || time < 1) return undefined;
  highlighter ??= createHighlighter();
  const current = highlighter;
  if (!current.getLanguage(language)) return undefined;
  // Who ends it, here or around all of a README, may end it while it prepares a language: then nobody uses it again.
  highlighter = undefined;
  const found = withinLimits(time, () =>
    current.highlight(text, { language, ignoreIllegals: true }),
  );
  if (found) highlighter = current;
  return found?.value;
}

let highlighter: ReturnType<typeof createHighlighter> | undefined;

/** What stands behind the last dot of the file's name; all of the name where there is none. */
function languageOf(file: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1).toLowerCase();
  return name.slice(name.lastIndexOf('.') + 1);
}

const isBearable = (text: string): boolean =>
  text.length <= LARGEST && text.split('\n').every((line) => line.length <= LONGEST_LINE);
