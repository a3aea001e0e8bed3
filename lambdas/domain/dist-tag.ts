import { invalid } from './errors.ts';
import { isRange } from './version.ts';

/** A dist-tag's name, such as `latest` or `beta`. */
export type Tag = string & { readonly __brand: 'Tag' };

export const LATEST = parseTag('latest');

/** Rules of npm-package-arg: a tag must survive a URL unchanged and must not read as a version or range. */
export function parseTag(text: string): Tag {
  if (text !== '' && isRange(text)) {
    throw invalid(
      `"${text}" can't be a tag because it reads as a version range: use a word, such as "beta"`,
    );
  }
  if (text === '' || text.length > 214 || encodeURIComponent(text) !== text) {
    throw invalid(
      `"${text}" is not a valid tag: use letters, digits, "-", "_" and ".", up to 214 characters`,
    );
  }
  if (text === '__proto__') throw invalid(`"${text}" is a reserved word and can't be a tag`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place a tag earns its brand
  return text as Tag;
}

type Tags = Readonly<Record<string, string>>;

interface TagsChange {
  readonly before: { readonly distTags: Readonly<Record<string, string | null>> };
  readonly after: { readonly distTags: Readonly<Record<string, string | null>> };
}

/** The tags that are not as they were; null: not there. */
export function tagsChange(before: Tags, after: Tags): TagsChange {
  const changed = Object.keys({ ...before, ...after }).filter((tag) => before[tag] !== after[tag]);
  const of = (tags: Tags) => Object.fromEntries(changed.map((tag) => [tag, tags[tag] ?? null]));
  return { before: { distTags: of(before) }, after: { distTags: of(after) } };
}
