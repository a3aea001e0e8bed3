import { type Markup, markup, sanitized } from '#web/markup.ts';

/** What nobody sees, controls among it, and what turns the direction of the text around it: both hide what code does. */
const HIDDEN =
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]+/gu;
/** What emoji are put together with. */
const JOINERS = /^\ufe0f?\u200d?$/;
const AFTER_EMOJI = /\p{Extended_Pictographic}\p{Emoji_Modifier}?$/u;

/** Safe HTML with a mark in the place of what cannot be seen in it. */
export const showHidden = (html: string): string => marked(html, (piece) => piece);

/** Somebody's text, the same way. Before it is escaped: that would drop what is to be marked. */
export const showText = (text: string): Markup =>
  sanitized(marked(text, (piece) => markup`${piece}`.text));

export const hasHidden = (text: string): boolean => showHidden(text) !== text;

/** Somebody's text of one line, such as a path. */
export const plainly = (text: string): Markup => markup`<bdi>${showText(text)}</bdi>`;

function marked(text: string, show: (piece: string) => string): string {
  let html = '';
  let done = 0;
  for (const { 0: run, index } of text.matchAll(HIDDEN)) {
    if (isEmoji(run, text, index)) continue;
    html += `${show(text.slice(done, index))}<mark>${nameOf(run)}</mark>`;
    done = index + run.length;
  }
  return html + show(text.slice(done));
}

/** The same where no markup can stand. */
export const withoutHidden = (text: string): string => text.replace(HIDDEN, '');

const isEmoji = (run: string, text: string, at: number): boolean =>
  JOINERS.test(run) && AFTER_EMOJI.test(text.slice(Math.max(0, at - 4), at));

function nameOf(run: string): string {
  const characters = Array.from(run);
  if (characters.length > 1) return `${characters.length} hidden characters`;
  const code = (run.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `U+${code}`;
}
