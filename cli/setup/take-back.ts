import { isDeepStrictEqual } from 'node:util';

import type { Json } from '#domain/manifest.ts';

import { type Place, type Setting, valueAt } from './formats/format.ts';
import { FORMATS } from './formats/formats.ts';
import { hashOf, type RememberedChange } from './memory.ts';

/** A text without what a run wrote. */
export interface TakenBack {
  readonly text: string;
  /** Places that somebody else has changed since: they stay as they are. */
  readonly left: readonly string[];
}

/** Takes back what a run changed in a file, and nothing else. */
export function takeBack(change: RememberedChange, text: string): TakenBack {
  if (hashOf(text) === change.hash) return { text: reversed(change, text), left: [] };
  const lines = text.split('\n');
  for (const hunk of change.hunks.toReversed()) {
    const at = whereIs(lines, hunk);
    if (at !== undefined) lines.splice(at, hunk.added.length, ...hunk.removed);
  }
  return withoutSettings(change, lines.join('\n'), text);
}

type RememberedHunk = RememberedChange['hunks'][number];

/** Nobody has touched it: every line is where it was put. */
function reversed({ hunks }: RememberedChange, text: string): string {
  const lines = text.split('\n');
  for (const { at, removed, added } of hunks.toReversed()) {
    lines.splice(at, added.length, ...removed);
  }
  return lines.join('\n');
}

/** Where the lines stand now; the nearest place, if there are several. */
function whereIs(lines: readonly string[], { at, added }: RememberedHunk): number | undefined {
  const [first] = added;
  if (first === undefined) return undefined;
  const hashes = lines.map(hashOf);
  const places = hashes.flatMap((_, start) =>
    added.every((hash, index) => hashes[start + index] === hash) ? [start] : [],
  );
  return places.toSorted((one, other) => Math.abs(one - at) - Math.abs(other - at))[0];
}

/** What lines did not tell, values do: a program may have laid out the file anew. */
function withoutSettings(
  { format, settings }: RememberedChange,
  text: string,
  before: string,
): TakenBack {
  const { read, remove } = FORMATS[format];
  const original = read(before);
  const left: string[] = [];
  let current = text;
  for (const { place: keys, kind, hash, had } of settings) {
    const [first = '', ...others] = keys;
    const place: Place = [first, ...others];
    const found = foundIn(read(current), place, kind, hash);
    const name = place.join('.');
    if (found !== undefined && remove && (kind === 'item' || !had)) {
      const setting: Setting = { place, kind, value: found };
      current = remove(current, setting);
    } else if (found !== undefined || isChanged(original, read(current), place, kind, hash)) {
      left.push(name);
    }
  }
  return { text: current, left };
}

function foundIn(said: Json, place: Place, kind: Setting['kind'], hash: string): unknown {
  const found = valueAt(said, place);
  const candidates: readonly unknown[] =
    kind === 'value' ? [found] : Array.isArray(found) ? found : [];
  return candidates.find((one) => one !== undefined && hashOf(one) === hash);
}

/** Whether something else stands at a place than what was written there, and was not put back just now. */
function isChanged(
  before: Json,
  now: Json,
  place: Place,
  kind: Setting['kind'],
  hash: string,
): boolean {
  if (kind === 'item') return false;
  const [was, is] = [valueAt(before, place), valueAt(now, place)];
  return is !== undefined && hashOf(was) !== hash && isDeepStrictEqual(was, is);
}
