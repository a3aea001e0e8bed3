import { isBinary, isList, isSet, type Item, type ScalarSet, type Value } from './value.ts';

/** An attribute value as it travels: one key that names the type. */
export type WireValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: Uint8Array }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly Uint8Array[] }
  | { readonly L: readonly WireValue[] }
  | { readonly M: WireItem };

export interface WireItem {
  readonly [name: string]: WireValue;
}

/** The form in which errors carry items: the DocumentClient converts answers only, never errors. */
export function toWire(item: Item): WireItem {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, wireValue(value)]));
}

function wireValue(value: Value): WireValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  return value === null ? { NULL: true } : wireObject(value);
}

function wireObject(value: Exclude<Value, string | number | boolean | null>): WireValue {
  if (isBinary(value)) return { B: value };
  if (isSet(value)) return wireSet(value);
  return isList(value) ? { L: value.map(wireValue) } : { M: toWire(value) };
}

function wireSet(set: ScalarSet): WireValue {
  const elements = [...set];
  const texts = elements.filter((element) => typeof element === 'string');
  if (texts.length > 0) return { SS: texts };
  const numbers = elements.filter((element) => typeof element === 'number');
  return numbers.length > 0 ? { NS: numbers.map(String) } : { BS: elements.filter(isBinary) };
}
