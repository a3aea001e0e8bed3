import { type Markup, markup } from '#web/markup.ts';
import { numberOf } from '#web/wording.ts';

/** Versions that a list offers: others can still be named in the URL. */
const OFFERED = 300;

/** The options of a select: the highest versions, and the one that is chosen. */
export function versionOptions(versions: readonly string[], chosen: string): Markup {
  const offered = versions.slice(0, OFFERED);
  const all = offered.includes(chosen) ? offered : [...offered, chosen];
  return markup`${all.map((version) => markup`<option${version === chosen && markup` selected`}>${version}</option>`)}`;
}

/** How to get to those that are not offered. */
export const versionHint = (versions: readonly string[]): Markup | false =>
  versions.length > OFFERED &&
  markup` <small>The highest ${OFFERED} of ${numberOf(versions.length)} versions; write any other into the address of this page.</small>`;
