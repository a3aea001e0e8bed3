import { invalid } from '../errors.ts';
import { compareValues } from '../value/compare.ts';
import { typeOf, type TypeName, type Value } from '../value/value.ts';
import type { Comparator, Operand } from './condition.ts';
import type { ExpressionLabel } from './lexer.ts';
import { describePath } from './path.ts';

const TYPE_NAMES: readonly TypeName[] = ['B', 'NULL', 'SS', 'BOOL', 'L', 'BS', 'N', 'NS', 'S', 'M'];

/** The type of a value given in the request; an item's own values are judged when the condition runs. */
function givenType(operand: Operand): TypeName | undefined {
  return operand.kind === 'value' ? typeOf(operand.value) : undefined;
}

function refuseType(label: ExpressionLabel, operator: string, type: string): never {
  throw invalid(
    `Invalid ${label}: Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`,
  );
}

/** Order is defined for strings, numbers and bytes only. */
export function checkOrdered(
  label: ExpressionLabel,
  comparator: Comparator | 'BETWEEN',
  operands: readonly Operand[],
): void {
  if (comparator === '=' || comparator === '<>') return;
  for (const operand of operands) {
    const type = givenType(operand);
    if (type !== undefined && !['S', 'N', 'B'].includes(type)) refuseType(label, comparator, type);
  }
}

export function checkBounds(label: ExpressionLabel, low: Operand, high: Operand): void {
  if (low.kind !== 'value' || high.kind !== 'value') return;
  const bounds = `lower bound operand: ${describe(low.value)}, upper bound operand: ${describe(high.value)}`;
  const order = compareValues(low.value, high.value);
  if (order === undefined) {
    throw invalid(
      `Invalid ${label}: The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`,
    );
  }
  if (order > 0) {
    throw invalid(
      `Invalid ${label}: The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`,
    );
  }
}

function describe(value: Value): string {
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  return `AttributeValue: {${typeOf(value)}:${shown}}`;
}

export function checkPrefix(label: ExpressionLabel, operands: readonly Operand[]): void {
  for (const operand of operands) {
    const type = givenType(operand);
    if (type !== undefined && type !== 'S' && type !== 'B') refuseType(label, 'begins_with', type);
  }
}

export function checkSized(label: ExpressionLabel, operand: Operand): void {
  const type = givenType(operand);
  if (type !== undefined && ['N', 'BOOL', 'NULL'].includes(type)) refuseType(label, 'size', type);
}

/** DynamoDB refuses a comparison of a path with itself. */
export function checkDistinct(
  label: ExpressionLabel,
  operator: string,
  left: Operand,
  right: Operand,
): void {
  if (left.kind !== 'path' || right.kind !== 'path') return;
  if (describePath(left.path) !== describePath(right.path)) return;
  throw invalid(
    `Invalid ${label}: The first operand must be distinct from the remaining operands for this operator or function; operator: ${operator}, first operand: ${describePath(left.path)}`,
  );
}

/** The second operand of `attribute_type`: a given string that names a type. */
export function toTypeName(label: ExpressionLabel, operand: Operand): TypeName {
  if (operand.kind !== 'value' || typeof operand.value !== 'string') {
    return refuseType(label, 'attribute_type', givenType(operand) ?? `{${TYPE_NAMES.join(',')}}`);
  }
  const named = operand.value;
  const type = TYPE_NAMES.find((name) => name === named);
  if (type === undefined) {
    throw invalid(
      `Invalid ${label}: Invalid attribute type name found; type: ${named}, valid types: {${TYPE_NAMES.join(',')}}`,
    );
  }
  return type;
}
