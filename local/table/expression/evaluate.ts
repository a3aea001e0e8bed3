import { areEqual, compareValues, setHas } from '../value/compare.ts';
import { isBinary, isList, isMap, isSet, typeOf, type Item, type Value } from '../value/value.ts';
import type { Comparator, Condition, Operand } from './condition.ts';
import { valueAt } from './path.ts';

/** What a condition sees where there is no item. */
const ABSENT: Item = {};

/** Whether the condition holds for the item, or for its absence. */
export function isMet(condition: Condition, item: Item = ABSENT): boolean {
  const { kind } = condition;
  if (kind === 'and') return isMet(condition.left, item) && isMet(condition.right, item);
  if (kind === 'or') return isMet(condition.left, item) || isMet(condition.right, item);
  if (kind === 'not') return !isMet(condition.inner, item);
  if (kind === 'exists') return valueAt(item, condition.path) !== undefined;
  if (kind === 'compare') {
    return holds(condition.comparator, read(condition.left, item), read(condition.right, item));
  }
  return isTrueOf(condition, read(condition.operand, item), item);
}

/** The tests that are about one operand. */
function isTrueOf(
  condition: Extract<Condition, { operand: Operand }>,
  value: Value | undefined,
  item: Item,
): boolean {
  if (value === undefined) return false;
  const { kind } = condition;
  if (kind === 'type') return typeOf(value) === condition.type;
  if (kind === 'begins') return beginsWith(value, read(condition.prefix, item));
  if (kind === 'contains') return contains(value, read(condition.element, item));
  if (kind === 'in') {
    return condition.candidates.some((other) => holds('=', value, read(other, item)));
  }
  const [low, high] = [read(condition.low, item), read(condition.high, item)];
  return holds('>=', value, low) && holds('<=', value, high);
}

function read(operand: Operand, item: Item): Value | undefined {
  if (operand.kind === 'value') return operand.value;
  return operand.kind === 'path' ? valueAt(item, operand.path) : sizeOf(read(operand.of, item));
}

/** The `size` function: UTF-16 units of a string, bytes, or elements; other types have none. */
function sizeOf(value: Value | undefined): number | undefined {
  if (typeof value === 'string' || isBinary(value) || isList(value)) return value.length;
  if (isSet(value)) return value.size;
  return isMap(value) ? Object.keys(value).length : undefined;
}

/** What is missing equals nothing, not even something else that is missing. */
function holds(comparator: Comparator, left: Value | undefined, right: Value | undefined): boolean {
  if (left === undefined || right === undefined) return comparator === '<>';
  if (comparator === '=') return areEqual(left, right);
  if (comparator === '<>') return !areEqual(left, right);
  const order = compareValues(left, right);
  return order !== undefined && isOrdered(comparator, order);
}

function isOrdered(comparator: '<' | '<=' | '>' | '>=', order: number): boolean {
  if (order === 0) return comparator === '<=' || comparator === '>=';
  return order < 0 ? comparator.startsWith('<') : comparator.startsWith('>');
}

function beginsWith(value: Value, prefix: Value | undefined): boolean {
  if (typeof value === 'string' && typeof prefix === 'string') return value.startsWith(prefix);
  if (!isBinary(value) || !isBinary(prefix)) return false;
  return Buffer.compare(value.subarray(0, prefix.length), prefix) === 0;
}

function contains(value: Value, element: Value | undefined): boolean {
  if (element === undefined) return false;
  if (typeof value === 'string') return typeof element === 'string' && value.includes(element);
  if (isBinary(value))
    return isBinary(element) && Buffer.from(value).includes(Buffer.from(element));
  if (isList(value)) return value.some((other) => areEqual(other, element));
  return isSet(value) && setHas(value, element);
}
