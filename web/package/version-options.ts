import { type Markup, markup } from '#web/markup.ts';

/** Versions that a list offers: others can still be named in the URL. */
const OFFERED = 100;

/** The options of a select: the highest versions, and the one that is chosen. */
export function versionOptions(versions: readonly string[], chosen: string): Markup {
  const offered = versions.slice(0, OFFERED);
  const all = offered.includes(chosen) ? offered : [...offered, chosen];
  return markup`${all.map((version) => markup`<option${version === chosen && markup` selected`}>${version}</option>`)}`;
}
