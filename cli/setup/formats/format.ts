import { isDeepStrictEqual } from 'node:util';

import { isJsonObject, type Json } from '#domain/manifest.ts';

import { CommandError } from '../../command/failure.ts';

/** The keys that lead to a value. */
export type Place = readonly [string, ...string[]];

/** What a file is to say at a place: this value, or a list that has it. */
export interface Setting {
  readonly place: Place;
  readonly kind: 'value' | 'item';
  readonly value: unknown;
}

/** A language of configuration files. Texts have no byte order mark, and lines end with "\n". */
export interface Format {
  /** Throws an Error whose message says where it can't be understood. */
  readonly read: (text: string) => Json;
  /** The text with one setting more, all else as it was; only for what the text doesn't say yet. */
  readonly write: (text: string, setting: Setting) => string;
  /** The text without a setting, where a program has laid it out anew. */
  readonly remove?: (text: string, setting: Setting) => string;
}

export function valueAt(said: Json, place: Place): unknown {
  let value: unknown = said;
  for (const key of place) {
    if (!isJsonObject(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

export function says(said: Json, { place, kind, value }: Setting): boolean {
  const found = valueAt(said, place);
  if (kind === 'value') return isDeepStrictEqual(found, value);
  return Array.isArray(found) && found.includes(value);
}

/** The text with these settings. A change that would say anything else as well is refused. */
export function withSettings(
  file: string,
  { read, write }: Format,
  text: string,
  settings: readonly Setting[],
): string {
  let current = text;
  for (const setting of settings) {
    const said = read(current);
    if (says(said, setting)) continue;
    const next = attempt(() => write(current, setting));
    // Parsers make objects of several kinds: copies are of one.
    const now = attempt(() => structuredClone(read(next ?? '')));
    if (next === undefined || !isDeepStrictEqual(now, changed(said, setting))) {
      throw new CommandError(
        `${file} writes "${setting.place.join('.')}" in a way that can't be changed safely: set it there yourself, and run this again. Nothing was written`,
      );
    }
    current = next;
  }
  return current;
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** What is said once a setting is made. */
function changed(said: Json, { place, kind, value }: Setting): Json {
  const copy = structuredClone(said);
  let at: Record<string, unknown> = copy;
  for (const key of place.slice(0, -1)) {
    const inner = at[key];
    const next: Record<string, unknown> = isJsonObject(inner) ? inner : {};
    at[key] = next;
    at = next;
  }
  const last = place.at(-1) ?? '';
  const found = at[last];
  at[last] = kind === 'value' ? value : [...(Array.isArray(found) ? found : []), value];
  return copy;
}
