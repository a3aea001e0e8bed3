import { invalid } from '../errors.ts';
import { setHas } from '../value/compare.ts';
import { addExactly } from '../value/decimal.ts';
import {
  isList,
  isSet,
  typeOf,
  type Item,
  type Scalar,
  type ScalarSet,
  type Value,
} from '../value/value.ts';
import { valueAt, type Path } from './path.ts';
import { rewrite, type Edit } from './rewrite.ts';
import type { Action, Term } from './update.ts';

/** The item after an update. Every action reads the item as it was before, so their order does not matter. */
export function applyUpdate(item: Item, actions: readonly Action[]): Item {
  return rewrite(
    item,
    actions.map((action) => toEdit(item, action)),
  );
}

/** An update that only removes creates no item where there is none. */
export function onlyRemoves(actions: readonly Action[]): boolean {
  return actions.every((action) => action.kind === 'REMOVE' || action.kind === 'DELETE');
}

function toEdit(item: Item, action: Action): Edit {
  const { kind, path } = action;
  if (kind === 'SET') return { path, value: evaluate(item, action.term) };
  if (kind === 'REMOVE') return { path, value: undefined };
  const before = valueAt(item, path);
  if (kind === 'ADD') return { path, value: increased(before, action.amount) };
  return { path, value: without(before, action.elements) };
}

function evaluate(item: Item, term: Term): Value {
  const { kind } = term;
  if (kind === 'value') return term.value;
  if (kind === 'path') return existing(item, term.path);
  if (kind === 'if_not_exists') {
    const value = valueAt(item, term.path);
    return value === undefined ? evaluate(item, term.otherwise) : value;
  }
  if (kind === 'list_append') {
    return append(evaluate(item, term.first), evaluate(item, term.second));
  }
  return sum(evaluate(item, term.left), evaluate(item, term.right), kind);
}

function append(first: Value, second: Value): Value {
  return isList(first) && isList(second) ? [...first, ...second] : refuseType();
}

function sum(left: Value, right: Value, sign: '+' | '-'): Value {
  if (typeof left !== 'number' || typeof right !== 'number') return refuseType();
  return addExactly(left, sign === '+' ? right : -right);
}

function existing(item: Item, path: Path): Value {
  const value = valueAt(item, path);
  if (value !== undefined) return value;
  throw invalid('The provided expression refers to an attribute that does not exist in the item');
}

function increased(before: Value | undefined, amount: number | ScalarSet): Value {
  if (before === undefined) return amount;
  if (typeof before === 'number' && typeof amount === 'number') return addExactly(before, amount);
  if (!isSet(before) || !isSet(amount) || typeOf(before) !== typeOf(amount)) return refuseType();
  return new Set([...before, ...elementsOutside(before, amount)]);
}

/** What is left of a set; `undefined`, which removes the attribute, where nothing is. */
function without(before: Value | undefined, elements: ScalarSet): Value | undefined {
  if (before === undefined) return undefined;
  if (!isSet(before) || typeOf(before) !== typeOf(elements)) return refuseType();
  const left = elementsOutside(elements, before);
  return left.length === 0 ? undefined : new Set(left);
}

function elementsOutside(set: ScalarSet, elements: ScalarSet): readonly Scalar[] {
  return [...elements].filter((element) => !setHas(set, element));
}

function refuseType(): never {
  throw invalid('An operand in the update expression has an incorrect data type');
}
