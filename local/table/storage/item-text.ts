import { isBinary, isList, isMap, isSet, typeOf, type Item, type Value } from '../value/value.ts';

/** The types that JSON has not; everything else is stored as plain JSON. */
type MarkedType = 'B' | 'SS' | 'NS' | 'BS';

/** Where such a value lies, behind its type. */
type Mark = readonly [MarkedType, ...(string | number)[]];

/**
 * An item as text: its JSON. Where it holds sets or bytes: the JSON of `[item, marks]`,
 * with sets as lists and bytes in base64, so that reading any item takes one JSON.parse.
 */
export function encodeItem(item: Item): string {
  if (isJson(item)) return JSON.stringify(item);
  const marks: Mark[] = [];
  return JSON.stringify([toJson(item, [], marks), marks]);
}

export function decodeItem(text: string): Item {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the text is what encodeItem wrote
  const stored = JSON.parse(text) as Item | [Item, readonly Mark[]];
  return isMarked(stored) ? restore(...stored) : stored;
}

function isMarked(stored: Item | [Item, readonly Mark[]]): stored is [Item, readonly Mark[]] {
  return Array.isArray(stored);
}

function isJson(value: Value): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (isBinary(value) || isSet(value)) return false;
  return Object.values(value).every(isJson);
}

function toJson(value: Value, path: readonly (string | number)[], marks: Mark[]): unknown {
  if (isList(value)) return value.map((element, at) => toJson(element, [...path, at], marks));
  if (isMap(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, toJson(inner, [...path, name], marks)]),
    );
  }
  if (!isBinary(value) && !isSet(value)) return value;
  const type = typeOf(value);
  if (type === 'B' || type === 'SS' || type === 'NS' || type === 'BS') marks.push([type, ...path]);
  return isBinary(value) ? toBase64(value) : [...value].map(toBase64);
}

function toBase64(value: string | number | Uint8Array): string | number {
  return isBinary(value) ? Buffer.from(value).toString('base64') : value;
}

/** Puts sets and bytes back where the marks say; the item was just parsed and is nobody else's yet. */
function restore(item: Item, marks: readonly Mark[]): Item {
  for (const [type, ...path] of marks) {
    const last = path.pop();
    let parent: unknown = item;
    for (const step of path) parent = member(parent, step);
    if (last !== undefined && typeof parent === 'object' && parent !== null) {
      Reflect.set(parent, last, revive(type, member(parent, last)));
    }
  }
  return item;
}

function member(parent: unknown, step: string | number): unknown {
  return typeof parent === 'object' && parent !== null ? Reflect.get(parent, step) : undefined;
}

function revive(type: MarkedType, stored: unknown): unknown {
  if (type === 'B') return fromBase64(stored);
  const elements: readonly unknown[] = Array.isArray(stored) ? stored : [];
  return new Set(type === 'BS' ? elements.map(fromBase64) : elements);
}

function fromBase64(stored: unknown): Uint8Array {
  return new Uint8Array(Buffer.from(String(stored), 'base64'));
}
