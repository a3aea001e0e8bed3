export type Scalar = string | number | Uint8Array;

/** A set of one kind of scalar, never empty. */
export type ScalarSet = ReadonlySet<Scalar>;

export type List = readonly Value[];

/** An item, or a map inside one. Names come from users: read them with `attribute`. */
export interface Item {
  readonly [name: string]: Value;
}

/** What an attribute holds, in the shapes that the DocumentClient takes and gives. */
export type Value = Scalar | boolean | null | ScalarSet | List | Item;

/** DynamoDB's names of the types. */
export type TypeName = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'SS' | 'NS' | 'BS' | 'L' | 'M';

export function typeOf(value: Value): TypeName {
  if (typeof value === 'string') return 'S';
  if (typeof value === 'number') return 'N';
  if (typeof value === 'boolean') return 'BOOL';
  return value === null ? 'NULL' : typeOfObject(value);
}

function typeOfObject(value: Uint8Array | ScalarSet | List | Item): TypeName {
  if (isList(value)) return 'L';
  if (isSet(value)) return typeOfSet(value);
  return isBinary(value) ? 'B' : 'M';
}

function typeOfSet(value: ScalarSet): TypeName {
  const [first] = value;
  if (typeof first === 'string') return 'SS';
  return typeof first === 'number' ? 'NS' : 'BS';
}

export function isList(value: Value | undefined): value is List {
  return Array.isArray(value);
}

export function isSet(value: Value | undefined): value is ScalarSet {
  return value instanceof Set;
}

export function isBinary(value: Value | undefined): value is Uint8Array {
  return value instanceof Uint8Array;
}

export function isMap(value: Value | undefined): value is Item {
  return typeof value === 'object' && value !== null && typeOfObject(value) === 'M';
}

/** The attribute of that name, never something inherited such as `constructor`. */
export function attribute(map: Item, name: string): Value | undefined {
  return Object.hasOwn(map, name) ? map[name] : undefined;
}
