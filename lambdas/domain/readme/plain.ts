import type { LinkBase } from './addresses.ts';
import { escapeHtml } from './escape.ts';

/** Make of the renderer: what another make rendered is rendered again. Raise it with every change of what comes out. */
export const README_RENDERER = 1;

export interface ReadmeSource {
  readonly text: string;
  readonly filename: string;
  readonly base: LinkBase;
}

/** Characters that are shown of a README. */
const LONGEST = 512 * 1024;

const CUT = '<p class="notice">This README goes on: the package has all of it.</p>';

/** A README's text as it is written, as HTML that a page can show. Loads nothing of what renders. */
export const plainReadme = (text: string): string => finished(text, plainly);

export const plainly = (shown: string): string => `<pre class="plain">${escapeHtml(shown)}</pre>`;

/** What is made of as much of a README as is shown, as a page can show it. */
export function finished(text: string, make: (shown: string) => string): string {
  const shown = text.length > LONGEST ? shortened(text) : text;
  const html = make(shown);
  return harmless(shown === text ? html : html + CUT);
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
