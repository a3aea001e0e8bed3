import { invalid, unsupported } from '../errors.ts';
import type { Item, Scalar, ScalarSet, Value } from './value.ts';

/** A value may lie inside at most this many lists and maps. */
const MAX_NESTING = 32;
/** DynamoDB's smallest magnitude; its largest lies beyond what the DocumentClient sends. */
const MIN_MAGNITUDE = 1e-130;

/**
 * Copies what a caller gave into values of our own, so that a later change by the caller changes nothing here.
 * `what` names the parameter in the refusal of anything that DynamoDB or the DocumentClient would not take.
 */
export function admitItem(given: unknown, what: string): Item {
  if (!isPlainObject(given)) throw invalid(`${what} must be a map of attributes`);
  return admitMap(given, what, 0);
}

export function admitValue(given: unknown, what: string): Value {
  return admit(given, what, 0);
}

function admit(given: unknown, what: string, depth: number): Value {
  if (depth >= MAX_NESTING) throw tooDeep(what);
  if (typeof given === 'string') return admitText(given, what);
  if (typeof given === 'number' || typeof given === 'bigint') {
    return admitNumber(Number(given), what);
  }
  if (typeof given === 'boolean' || given === null) return given;
  if (typeof given === 'object') return admitObject(given, what, depth);
  throw unsupported(`${what}: a value of type ${typeof given}`);
}

/** An unpaired surrogate has no UTF-8 form: stored as a key it would become another key. */
function admitText(given: string, what: string): string {
  if (!given.isWellFormed()) throw invalid(`${what}: a string is not well-formed Unicode`);
  return given;
}

function admitNumber(given: number, what: string): number {
  if (!Number.isFinite(given)) throw invalid(`${what}: ${given} is not a number that can be kept`);
  if (Math.abs(given) > Number.MAX_SAFE_INTEGER) {
    throw invalid(`${what}: ${given} lies beyond Number.MAX_SAFE_INTEGER and would lose digits`);
  }
  if (given !== 0 && Math.abs(given) < MIN_MAGNITUDE) {
    throw invalid(
      `${what}: Number underflow. Attempting to store a number with magnitude smaller than supported range`,
    );
  }
  return given === 0 ? 0 : given;
}

function admitObject(given: object, what: string, depth: number): Value {
  if (Array.isArray(given)) {
    return given.map((element: unknown) => admit(element, what, depth + 1));
  }
  if (given instanceof Set) return admitSet(given, what);
  if (given instanceof Uint8Array) return new Uint8Array(given);
  if (isPlainObject(given)) return admitMap(given, what, depth + 1);
  throw unsupported(`${what}: a value of class ${given.constructor.name}`);
}

function admitMap(given: Readonly<Record<string, unknown>>, what: string, depth: number): Item {
  const admitted: Record<string, Value> = {};
  for (const name of Object.keys(given)) {
    const value = given[name];
    // The DocumentClient drops undefined attributes of the item itself and refuses deeper ones.
    if (value === undefined && depth === 0) continue;
    if (name === '') throw invalid(`${what}: an attribute name is empty`);
    define(admitted, admitText(name, what), admit(value, what, depth));
  }
  return admitted;
}

/** An attribute may be called `__proto__`; plain assignment would set the prototype instead. */
function define(map: Record<string, Value>, name: string, value: Value): void {
  if (name === '__proto__') {
    Object.defineProperty(map, name, { value, enumerable: true, writable: true });
    return;
  }
  map[name] = value;
}

function admitSet(given: ReadonlySet<unknown>, what: string): ScalarSet {
  if (given.size === 0) {
    throw invalid(`${what}: One or more parameter values were invalid: a set may not be empty`);
  }
  const elements = [...given].map((element) => admitElement(element, what));
  const [first] = elements;
  if (elements.some((element) => typeof element !== typeof first)) {
    throw invalid(`${what}: a set holds values of one type`);
  }
  const bytes = elements.flatMap((element) =>
    element instanceof Uint8Array ? [Buffer.from(element).toString('hex')] : [],
  );
  if (new Set(bytes).size < bytes.length) {
    throw invalid(
      `${what}: One or more parameter values were invalid: Input collection contains duplicates.`,
    );
  }
  return new Set(elements);
}

function admitElement(given: unknown, what: string): Scalar {
  const value = admit(given, what, 0);
  const isScalar =
    typeof value === 'string' || typeof value === 'number' || value instanceof Uint8Array;
  if (!isScalar) throw invalid(`${what}: a set holds strings, numbers or bytes only`);
  return value;
}

function isPlainObject(given: unknown): given is Readonly<Record<string, unknown>> {
  if (typeof given !== 'object' || given === null) return false;
  const prototype: unknown = Object.getPrototypeOf(given);
  return prototype === null || prototype === Object.prototype;
}

/** Refuses an item that an update made too deep, as `admitItem` refuses a given one. */
export function checkNesting(item: Item): void {
  for (const value of Object.values(item)) checkDepth(value, 0);
}

function checkDepth(value: Value, depth: number): void {
  if (depth >= MAX_NESTING) throw tooDeep('Item');
  if (typeof value !== 'object' || value === null) return;
  if (value instanceof Uint8Array || value instanceof Set) return;
  for (const inner of Object.values(value)) checkDepth(inner, depth + 1);
}

function tooDeep(what: string): Error {
  return invalid(
    `${what}: Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit`,
  );
}
