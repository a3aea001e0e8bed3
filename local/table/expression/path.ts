import { invalid } from '../errors.ts';
import { attribute, isList, isMap, type Item, type Value } from '../value/value.ts';
import type { Cursor } from './cursor.ts';
import type { Placeholders } from './placeholders.ts';
import { isReservedWord } from './reserved-words.ts';

/** Names lead into maps, numbers into lists. */
export type Step = string | number;

/** Where a value lies in an item; the first step is the name of one of its attributes. */
export type Path = readonly [string, ...Step[]];

export function parsePath(cursor: Cursor, placeholders: Placeholders): Path {
  const path: [string, ...Step[]] = [parseName(cursor, placeholders)];
  for (;;) {
    if (cursor.skip('.')) path.push(parseName(cursor, placeholders));
    else if (cursor.skip('[')) path.push(parseIndex(cursor));
    else return path;
  }
}

function parseName(cursor: Cursor, placeholders: Placeholders): string {
  const { kind, text } = cursor.peek();
  if (kind !== 'name' && kind !== '#') return cursor.fail();
  cursor.next();
  if (kind === '#') return placeholders.name(text, cursor.label);
  if (isReservedWord(text)) {
    throw invalid(
      `Invalid ${cursor.label}: Attribute name is a reserved keyword; reserved keyword: ${text}`,
    );
  }
  return text;
}

function parseIndex(cursor: Cursor): number {
  if (cursor.peek().kind !== 'number') return cursor.fail();
  const index = Number(cursor.next().text);
  cursor.expect(']');
  return index;
}

/** The value at the path, or `undefined` where the item has none. */
export function valueAt(item: Item, path: Path): Value | undefined {
  let value: Value | undefined = item;
  for (const step of path) {
    value = stepInto(value, step);
    if (value === undefined) return undefined;
  }
  return value;
}

export function stepInto(value: Value | undefined, step: Step): Value | undefined {
  if (typeof step === 'number') return isList(value) ? value[step] : undefined;
  return isMap(value) ? attribute(value, step) : undefined;
}

/** How refusals write a path: `[a, b, [0]]`. */
export function describePath(path: readonly Step[]): string {
  return `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;
}

/** Refuses two paths of which one lies inside the other, or that make a list of what the other makes a map. */
export function refuseOverlaps(paths: readonly Path[], label: string): void {
  for (const [at, later] of paths.entries()) {
    for (const earlier of paths.slice(0, at)) {
      const relation = relate(earlier, later);
      if (relation === undefined) continue;
      throw invalid(
        `Invalid ${label}: Two document paths ${relation} with each other; must remove or rewrite one of these paths; path one: ${describePath(earlier)}, path two: ${describePath(later)}`,
      );
    }
  }
}

function relate(left: Path, right: Path): 'overlap' | 'conflict' | undefined {
  for (const [at, step] of left.entries()) {
    const other = right[at];
    if (other === undefined) return 'overlap';
    if (typeof other !== typeof step) return 'conflict';
    if (other !== step) return undefined;
  }
  return 'overlap';
}
