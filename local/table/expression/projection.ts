import { attribute, isList, isMap, type Item, type List, type Value } from '../value/value.ts';
import { createCursor } from './cursor.ts';
import { parsePath, refuseOverlaps, type Path, type Step } from './path.ts';
import type { Placeholders } from './placeholders.ts';

/** What to keep of a value: everything, or some of its members. */
type Selection = 'all' | ReadonlyMap<Step, Selection>;

/** Reads a `ProjectionExpression`. */
export function parseProjection(expression: string, placeholders: Placeholders): readonly Path[] {
  const cursor = createCursor(expression, 'ProjectionExpression');
  const paths: Path[] = [];
  do paths.push(parsePath(cursor, placeholders));
  while (cursor.skip(','));
  if (cursor.peek().kind !== 'end') cursor.fail();
  refuseOverlaps(paths, 'ProjectionExpression');
  return paths;
}

/** The parts of the item that lie at the paths; chosen list elements move together, in their order. */
export function project(item: Item, paths: readonly Path[]): Item {
  return pickFromMap(item, select(paths, 0)) ?? {};
}

function select(paths: readonly (readonly Step[])[], depth: number): ReadonlyMap<Step, Selection> {
  const selection = new Map<Step, Selection>();
  for (const [step, group] of Map.groupBy(paths, (path) => path[depth])) {
    if (step === undefined) continue;
    const endsHere = group.some((path) => path.length === depth + 1);
    selection.set(step, endsHere ? 'all' : select(group, depth + 1));
  }
  return selection;
}

function pick(value: Value | undefined, selection: Selection): Value | undefined {
  if (selection === 'all') return value;
  if (isMap(value)) return pickFromMap(value, selection);
  return isList(value) ? pickFromList(value, selection) : undefined;
}

function pickFromMap(map: Item, selection: ReadonlyMap<Step, Selection>): Item | undefined {
  const entries: [string, Value][] = [];
  for (const [step, inner] of selection) {
    const value = typeof step === 'string' ? pick(attribute(map, step), inner) : undefined;
    if (value !== undefined) entries.push([String(step), value]);
  }
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function pickFromList(list: List, selection: ReadonlyMap<Step, Selection>): List | undefined {
  const kept = list.flatMap((element, index) => {
    const inner = selection.get(index);
    const value = inner === undefined ? undefined : pick(element, inner);
    return value === undefined ? [] : [value];
  });
  return kept.length === 0 ? undefined : kept;
}
