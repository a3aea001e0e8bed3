import type { TypeName, Value } from '../value/value.ts';
import type { Path } from './path.ts';

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** What a condition compares: something of the item, a given value, or the size of one. */
export type Operand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'size'; readonly of: Operand };

/** A condition or filter whose placeholders are resolved. */
export type Condition =
  | {
      readonly kind: 'compare';
      readonly comparator: Comparator;
      readonly left: Operand;
      readonly right: Operand;
    }
  | {
      readonly kind: 'between';
      readonly operand: Operand;
      readonly low: Operand;
      readonly high: Operand;
    }
  | { readonly kind: 'in'; readonly operand: Operand; readonly candidates: readonly Operand[] }
  | { readonly kind: 'exists'; readonly path: Path }
  | { readonly kind: 'type'; readonly operand: Operand; readonly type: TypeName }
  | { readonly kind: 'begins'; readonly operand: Operand; readonly prefix: Operand }
  | { readonly kind: 'contains'; readonly operand: Operand; readonly element: Operand }
  | { readonly kind: 'and'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly inner: Condition };

/** Every path that a condition reads, for the rules on key attributes. */
export function pathsIn(condition: Condition): readonly Path[] {
  if (condition.kind === 'and' || condition.kind === 'or') {
    return [...pathsIn(condition.left), ...pathsIn(condition.right)];
  }
  if (condition.kind === 'not') return pathsIn(condition.inner);
  if (condition.kind === 'exists') return [condition.path];
  return operandsIn(condition).flatMap(pathOf);
}

function operandsIn(
  condition: Exclude<Condition, { kind: 'and' | 'or' | 'not' | 'exists' }>,
): readonly Operand[] {
  const { kind } = condition;
  if (kind === 'compare') return [condition.left, condition.right];
  if (kind === 'between') return [condition.operand, condition.low, condition.high];
  if (kind === 'in') return [condition.operand, ...condition.candidates];
  if (kind === 'begins') return [condition.operand, condition.prefix];
  return kind === 'contains' ? [condition.operand, condition.element] : [condition.operand];
}

function pathOf(operand: Operand): readonly Path[] {
  if (operand.kind === 'path') return [operand.path];
  return operand.kind === 'size' ? pathOf(operand.of) : [];
}
