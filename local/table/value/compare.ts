import {
  attribute,
  isBinary,
  isList,
  isMap,
  isSet,
  type Item,
  type ScalarSet,
  type Value,
} from './value.ts';

/**
 * Orders two strings by their UTF-8 bytes, as DynamoDB and SQLite do.
 * JavaScript compares UTF-16 units, which puts surrogate pairs before U+E000.
 */
export function compareText(left: string, right: string): number {
  const shared = Math.min(left.length, right.length);
  for (let at = 0; at < shared; at += 1) {
    const [a, b] = [left.charCodeAt(at), right.charCodeAt(at)];
    if (a !== b) return byteRank(a) - byteRank(b);
  }
  return left.length - right.length;
}

function byteRank(unit: number): number {
  const isSurrogate = unit >= 0xd800 && unit <= 0xdfff;
  return isSurrogate ? unit + 0x1_0000 : unit;
}

/** Below, at or above zero; `undefined` where the two have no order (other types, or different ones). */
export function compareValues(left: Value, right: Value): number | undefined {
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right);
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (isBinary(left) && isBinary(right)) return Buffer.compare(left, right);
  return undefined;
}

/** Deep equality as DynamoDB sees it: sets and maps have no order, lists have. */
export function areEqual(left: Value, right: Value): boolean {
  if (isList(left) && isList(right)) {
    return left.length === right.length && left.every((value, at) => hasAt(right, at, value));
  }
  if (isSet(left) && isSet(right)) return areEqualSets(left, right);
  if (isBinary(left) && isBinary(right)) return Buffer.compare(left, right) === 0;
  if (isMap(left) && isMap(right)) return areEqualMaps(left, right);
  return left === right;
}

function hasAt(list: readonly Value[], at: number, expected: Value): boolean {
  const found = list[at];
  return found !== undefined && areEqual(found, expected);
}

function areEqualMaps(left: Item, right: Item): boolean {
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => {
      const [a, b] = [attribute(left, name), attribute(right, name)];
      return a !== undefined && b !== undefined && areEqual(a, b);
    })
  );
}

function areEqualSets(left: ScalarSet, right: ScalarSet): boolean {
  return left.size === right.size && [...left].every((element) => setHas(right, element));
}

/** Whether a set has the value as an element; bytes are compared by content. */
export function setHas(set: ScalarSet, value: Value): boolean {
  if (isBinary(value)) {
    return [...set].some((other) => isBinary(other) && Buffer.compare(other, value) === 0);
  }
  return (typeof value === 'string' || typeof value === 'number') && set.has(value);
}
