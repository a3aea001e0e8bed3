import { httpUrl } from '#web/links.ts';
import { type Content, markup } from '#web/markup.ts';
import { shortText } from '#web/wording.ts';

/** A link to what somebody published as a URL, in the words of the URL; nothing where it is none. */
export function linkTo(url: string | undefined): Content {
  const href = httpUrl(url);
  if (href === undefined) return undefined;
  const shown = shortText(href.replace(/^https?:\/\/(?:www\.)?/, '').replace(/\/$/, ''), 70);
  return markup`<a href="${href}" rel="nofollow">${shown}</a>`;
}
