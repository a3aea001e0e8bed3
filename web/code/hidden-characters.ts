import { type Markup, markup, sanitized } from '#web/markup.ts';

/** What nobody sees, and what turns the direction of the text around it: both hide what code does. */
const HIDDEN = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]+/gu;
/** What emoji are put together with. */
const JOINERS = /^\ufe0f?\u200d?$/;
const AFTER_EMOJI = /\p{Extended_Pictographic}\p{Emoji_Modifier}?$/u;

/** Safe HTML with a mark in the place of what cannot be seen in it. */
export const showHidden = (html: string): string =>
  html.replace(HIDDEN, (run: string, at: number) =>
    isEmoji(run, html, at) ? run : `<mark>${nameOf(run)}</mark>`,
  );

export const hasHidden = (html: string): boolean => showHidden(html) !== html;

/** Somebody's text of one line, such as a path. */
export const plainly = (text: string): Markup =>
  sanitized(`<bdi>${showHidden(markup`${text}`.text)}</bdi>`);

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
