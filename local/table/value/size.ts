import { significantDigits } from './decimal.ts';
import { isBinary, isList, isSet, type Item, type List, type Scalar, type Value } from './value.ts';

/** The most bytes an item may have, names included (DynamoDB's developer guide, "Item sizes"). */
export const MAX_ITEM_BYTES = 400 * 1024;

/** The bytes that DynamoDB counts for an item: names and values in UTF-8, with its overheads. */
export function itemSize(item: Item): number {
  let bytes = 0;
  for (const name of Object.keys(item)) {
    const value = item[name];
    if (value !== undefined) bytes += Buffer.byteLength(name) + valueSize(value);
  }
  return bytes;
}

function valueSize(value: Value): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return numberSize(value);
  return typeof value === 'boolean' || value === null ? 1 : objectSize(value);
}

function objectSize(value: Exclude<Value, string | number | boolean | null>): number {
  if (isBinary(value)) return value.length;
  if (isSet(value)) return setSize(value);
  if (isList(value)) return listSize(value);
  return 3 + Object.keys(value).length + itemSize(value);
}

function listSize(list: List): number {
  let bytes = 3 + list.length;
  for (const value of list) bytes += valueSize(value);
  return bytes;
}

function setSize(set: Iterable<Scalar>): number {
  let bytes = 0;
  for (const element of set) bytes += valueSize(element);
  return bytes;
}

/** One byte, one for two digits on either side of the point, one for the sign. */
function numberSize(value: number): number {
  const { whole, fraction } = significantDigits(value);
  return 1 + Math.ceil(whole / 2) + Math.ceil(fraction / 2) + (value < 0 ? 1 : 0);
}
