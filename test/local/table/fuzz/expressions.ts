import type { Random } from './random.ts';
import { list, NAMES, number, scalar, set, value, valueFor } from './values.ts';

/** Names that may stand bare in an expression; the others need a placeholder. */
const BARE = new Set(['a', 'b', 'c', 'tags', 'x', 'y', 'z', 'pk', 'sk']);

/** Collects the placeholders of one request. */
export interface Writer {
  readonly random: Random;
  name(name: string): string;
  value(value: unknown): string;
  /** `ExpressionAttributeNames` and `ExpressionAttributeValues`, where there are any. */
  parameters(): { ExpressionAttributeNames?: object; ExpressionAttributeValues?: object };
}

export function createWriter(random: Random): Writer {
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  return {
    random,
    name: (name) => {
      if (BARE.has(name) && random.oneIn(2)) return name;
      names[`#${name}`] = name;
      return `#${name}`;
    },
    value: (given) => {
      const reference = `:v${Object.keys(values).length}`;
      values[reference] = given;
      return reference;
    },
    parameters: () => ({
      ...(Object.keys(names).length > 0 ? { ExpressionAttributeNames: names } : {}),
      ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
    }),
  };
}

/** A place in an item: mostly an attribute, sometimes something inside one. */
export function path(writer: Writer, name = writer.random.pick(NAMES)): string {
  const { random } = writer;
  const isContainer = name === 'list' || name === 'map';
  const isNested = random.oneIn(isContainer ? 2 : 8);
  const inside = isNested ? random.some(1, 2, () => step(writer, name)) : [];
  return writer.name(name) + inside.join('');
}

function step(writer: Writer, name: string): string {
  const { random } = writer;
  const isIndex = name === 'list' ? !random.oneIn(5) : random.oneIn(5);
  return isIndex ? `[${random.below(5)}]` : `.${writer.name(random.pick(['x', 'y', 'z']))}`;
}

export function condition(writer: Writer, depth = 0): string {
  const { random } = writer;
  if (depth >= 2 || !random.oneIn(3)) return test(writer);
  const left = condition(writer, depth + 1);
  if (random.oneIn(4)) return left.startsWith('(') ? `NOT ${left}` : `NOT (${left})`;
  const right = condition(writer, depth + 1);
  const both = `${left} ${random.pick(['AND', 'and', 'OR'])} ${right}`;
  return random.oneIn(2) ? `(${both})` : both;
}

function test(writer: Writer): string {
  const { random } = writer;
  return random.pick([comparison, comparison, presence, presence, between, among, call, size])(
    writer,
  );
}

/** A path and a value that it might well hold. */
function pair(writer: Writer): { place: string; given: unknown } {
  const name = writer.random.pick(NAMES);
  const place = path(writer, name);
  return { place, given: valueFor(writer.random, name) };
}

function comparison(writer: Writer): string {
  const { place, given } = pair(writer);
  const comparators = isOrdered(given) ? ['=', '<>', '<', '<=', '>', '>='] : ['=', '<>'];
  const comparator = writer.random.pick(comparators);
  const operand = writer.random.oneIn(6)
    ? writer.name(writer.random.pick(['gsi1pk', 'gsi1sk']))
    : writer.value(given);
  return writer.random.oneIn(8)
    ? `${operand} ${comparator} ${place}`
    : `${place} ${comparator} ${operand}`;
}

function isOrdered(given: unknown): boolean {
  return typeof given === 'string' || typeof given === 'number' || given instanceof Uint8Array;
}

function between(writer: Writer): string {
  const { random } = writer;
  const numbers = [number(random), number(random)].toSorted((low, high) => low - high);
  const bounds = random.oneIn(2) ? numbers : ['a', random.pick(['b', 'é', '😀'])];
  const [low, high] = bounds.map((bound) => writer.value(bound));
  return `${path(writer)} BETWEEN ${low} AND ${high}`;
}

function among(writer: Writer): string {
  const { place } = pair(writer);
  const candidates = writer.random.some(1, 3, () => writer.value(value(writer.random)));
  return `${place} IN (${candidates.join(', ')})`;
}

function presence(writer: Writer): string {
  const name = writer.random.oneIn(3) ? 'pk' : writer.random.pick(NAMES);
  const place = name === 'pk' ? writer.name(name) : path(writer, name);
  return `${writer.random.pick(['attribute_exists', 'attribute_not_exists'])}(${place})`;
}

const TYPES = ['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M'];

function call(writer: Writer): string {
  const { random } = writer;
  const place = path(writer);
  return random.pick([
    () => `attribute_type(${place}, ${writer.value(random.pick(TYPES))})`,
    () => `begins_with(${place}, ${writer.value(random.pick(['a', 'A', '', 'é']))})`,
    () => `contains(${place}, ${writer.value(scalar(random))})`,
  ])();
}

function size(writer: Writer): string {
  const comparator = writer.random.pick(['=', '<', '>=', '<>']);
  return `size(${path(writer)}) ${comparator} ${writer.value(writer.random.below(4))}`;
}

/** An update that touches no attribute twice. */
export function update(writer: Writer): string {
  const { random } = writer;
  const names = new Set(random.some(1, 4, () => random.pick([...NAMES, 'gsi1pk', 'gsi1sk'])));
  const sections = Map.groupBy(names, (name) => sectionFor(random, name));
  return [...sections]
    .map(([section, members]) => {
      const actions = members.map((name) => action(writer, section, name));
      return `${section} ${actions.join(', ')}`;
    })
    .join(' ');
}

function sectionFor(random: Random, name: string): string {
  if (name.startsWith('gsi')) return random.pick(['SET', 'SET', 'REMOVE']);
  if (name === 'count') return random.pick(['SET', 'ADD', 'ADD', 'REMOVE']);
  if (name === 'tags') return random.pick(['SET', 'ADD', 'DELETE']);
  return random.pick(['SET', 'SET', 'SET', 'REMOVE', 'ADD']);
}

function action(writer: Writer, section: string, name: string): string {
  const { random } = writer;
  if (name.startsWith('gsi')) {
    const place = writer.name(name);
    return section === 'SET' ? `${place} = ${writer.value(random.pick(['g', 'h', 'i']))}` : place;
  }
  const place = path(writer, name);
  if (section === 'REMOVE') return place;
  if (section === 'DELETE') return `${place} ${writer.value(set(random))}`;
  if (section === 'ADD') {
    return `${place} ${writer.value(name === 'tags' ? set(random) : number(random))}`;
  }
  return `${place} = ${term(writer, name, place)}`;
}

function term(writer: Writer, name: string, place: string): string {
  const { random } = writer;
  const given = (): string => writer.value(valueFor(random, name));
  return random.pick([
    given,
    given,
    given,
    () => path(writer),
    () => `if_not_exists(${place}, ${given()})`,
    () => `${place} ${random.pick(['+', '-'])} ${writer.value(number(random))}`,
    () => `(${place} - ${writer.value(number(random))})`,
    () => `if_not_exists(${place}, ${writer.value(0)}) + ${writer.value(number(random))}`,
    () => `list_append(${place}, ${writer.value(list(random))})`,
    () =>
      `list_append(if_not_exists(${place}, ${writer.value([])}), ${writer.value(list(random))})`,
  ])();
}

export function projection(writer: Writer): string {
  const names = new Set(writer.random.some(1, 3, () => writer.random.pick([...NAMES, 'pk'])));
  return [...names]
    .map((name) => (name === 'pk' ? writer.name(name) : path(writer, name)))
    .join(', ');
}
