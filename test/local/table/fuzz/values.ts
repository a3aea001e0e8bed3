import type { Random } from './random.ts';

export type Attributes = Record<string, unknown>;

const TEXTS = [
  '',
  'a',
  'A',
  'b',
  'ab',
  'abc',
  'Ab',
  'é',
  '日本',
  '😀',
  '\uFFFD',
  'a%',
  'a_b',
  'x'.repeat(60),
];
// Sums of these stay within what a JavaScript number carries exactly.
const NUMBERS = [0, 1, -1, 2, 3, 7, 10, 100, 1.5, -2.25, 0.1, 0.2, 1200, 1e10];
const BYTES = [[], [0], [1, 2], [1, 2, 3], [255, 128]].map((bytes) => new Uint8Array(bytes));
const INNER_NAMES = ['x', 'y', 'z'];

/** The attributes of the test items; `data` and `name` are reserved words. */
export const NAMES = ['a', 'b', 'c', 'count', 'data', 'name', 'tags', 'list', 'map'];

export function text(random: Random): string {
  return random.pick(TEXTS);
}

export function number(random: Random): number {
  return random.oneIn(3) ? random.below(20) - 5 : random.pick(NUMBERS);
}

export function set(random: Random): Set<unknown> {
  const make = random.pick<() => unknown>([
    () => random.pick(['a', 'b', 'c', 'd', 'é']),
    () => random.below(6),
    () => new Uint8Array([random.below(4)]),
  ]);
  const elements = random.some(1, 4, make);
  const byContent = new Map(elements.map((element) => [String(element), element]));
  return new Set(byContent.values());
}

export function scalar(random: Random): unknown {
  return random.pick<() => unknown>([
    () => text(random),
    () => number(random),
    () => number(random),
    () => random.oneIn(2),
    () => null,
    () => random.pick(BYTES),
  ])();
}

export function list(random: Random, depth = 0): unknown[] {
  return random.some(0, 4, () => value(random, depth + 1));
}

export function map(random: Random, depth = 0): Attributes {
  const entries = random.some(0, 3, () => [random.pick(INNER_NAMES), value(random, depth + 1)]);
  return Object.fromEntries(entries);
}

export function value(random: Random, depth = 0): unknown {
  if (depth > 2) return scalar(random);
  return random.pick<() => unknown>([
    () => scalar(random),
    () => scalar(random),
    () => scalar(random),
    () => set(random),
    () => list(random, depth),
    () => map(random, depth),
  ])();
}

/** What an attribute of that name usually holds; now and then something else. */
export function valueFor(random: Random, name: string): unknown {
  if (random.oneIn(6)) return value(random);
  switch (name) {
    case 'count':
      return number(random);
    case 'tags':
      return set(random);
    case 'list':
      return list(random);
    case 'map':
      return map(random);
    default:
      return scalar(random);
  }
}
