import { invalid } from '../errors.ts';
import { isList, isMap, type Item, type List, type Value } from '../value/value.ts';
import { stepInto, type Path, type Step } from './path.ts';

/** A new value for a place in an item; `undefined` removes what is there. */
export interface Edit {
  readonly path: Path;
  readonly value: Value | undefined;
}

/**
 * The item with all edits made at once: list indexes count in the list as it was before,
 * and an index beyond its end appends. No path may lie inside another's.
 */
export function rewrite(item: Item, edits: readonly Edit[]): Item {
  return rewriteMap(item, edits, 0);
}

function rewriteMap(map: Item, edits: readonly Edit[], depth: number): Item {
  const entries = new Map(Object.entries(map));
  for (const [step, value] of newValues(map, edits, depth)) {
    const name = String(step);
    if (value === undefined) entries.delete(name);
    else entries.set(name, value);
  }
  return Object.fromEntries(entries);
}

function rewriteList(list: List, edits: readonly Edit[], depth: number): List {
  const changes = newValues(list, edits, depth);
  const kept = list.map((value, index) => (changes.has(index) ? changes.get(index) : value));
  const appended = [...changes]
    .filter(([step]) => Number(step) >= list.length)
    .toSorted(([left], [right]) => Number(left) - Number(right))
    .map(([, value]) => value);
  return [...kept, ...appended].filter((value) => value !== undefined);
}

/** What each touched member of a list or map becomes. */
function newValues(
  container: List | Item,
  edits: readonly Edit[],
  depth: number,
): ReadonlyMap<Step, Value | undefined> {
  const byStep = Map.groupBy(edits, (edit) => edit.path[depth]);
  const values = new Map<Step, Value | undefined>();
  for (const [step, group] of byStep) {
    if (step === undefined) continue;
    const ending = group.find((edit) => edit.path.length === depth + 1);
    const value =
      ending === undefined
        ? rewriteInside(stepInto(container, step), group, depth + 1)
        : ending.value;
    values.set(step, value);
  }
  return values;
}

function rewriteInside(value: Value | undefined, edits: readonly Edit[], depth: number): Value {
  const leadsIntoList = edits.every((edit) => typeof edit.path[depth] === 'number');
  if (leadsIntoList && isList(value)) return rewriteList(value, edits, depth);
  if (!leadsIntoList && isMap(value)) return rewriteMap(value, edits, depth);
  throw invalid('The document path provided in the update expression is invalid for update');
}
