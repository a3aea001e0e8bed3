import { invalid } from '../errors.ts';
import type { Condition, Operand } from './condition.ts';
import type { Cursor } from './cursor.ts';
import { checkDistinct, checkPrefix, checkSized, toTypeName } from './operand-rules.ts';
import { parsePath, type Path } from './path.ts';
import type { Placeholders } from './placeholders.ts';

/** The functions of conditions (names are case-sensitive) and how many operands each takes. */
const OPERAND_COUNTS: ReadonlyMap<string, number> = new Map([
  ['attribute_exists', 1],
  ['attribute_not_exists', 1],
  ['attribute_type', 2],
  ['begins_with', 2],
  ['contains', 2],
  ['size', 1],
]);

/** The functions of updates: known, but not here. */
const UPDATE_FUNCTIONS: ReadonlySet<string> = new Set(['if_not_exists', 'list_append']);

export function isFunctionAt(cursor: Cursor): boolean {
  return cursor.peek().kind === 'name' && cursor.peek(1).text === '(';
}

/** A path, a given value, or `size(…)`. */
export function parseOperand(cursor: Cursor, placeholders: Placeholders): Operand {
  const { kind, text } = cursor.peek();
  if (kind === ':') {
    cursor.next();
    return { kind: 'value', value: placeholders.value(text, cursor.label) };
  }
  if (!isFunctionAt(cursor)) return { kind: 'path', path: parsePath(cursor, placeholders) };
  const [of] = parseArguments(cursor, placeholders, 'operand');
  if (of === undefined) return cursor.fail();
  checkSized(cursor.label, of);
  return { kind: 'size', of };
}

/** A function that is a condition by itself. */
export function parseCall(cursor: Cursor, placeholders: Placeholders): Condition {
  const name = cursor.peek().text;
  const [first, second = first] = parseArguments(cursor, placeholders, 'condition');
  if (first === undefined || second === undefined) return cursor.fail();
  switch (name) {
    case 'attribute_exists':
      return { kind: 'exists', path: toPath(cursor, name, first) };
    case 'attribute_not_exists':
      return { kind: 'not', inner: { kind: 'exists', path: toPath(cursor, name, first) } };
    case 'attribute_type':
      return { kind: 'type', operand: first, type: toTypeName(cursor.label, second) };
    case 'begins_with':
      checkDistinct(cursor.label, name, first, second);
      checkPrefix(cursor.label, [first, second]);
      return { kind: 'begins', operand: first, prefix: second };
    default:
      checkDistinct(cursor.label, name, first, second);
      return { kind: 'contains', operand: first, element: second };
  }
}

function parseArguments(
  cursor: Cursor,
  placeholders: Placeholders,
  place: 'operand' | 'condition',
): readonly Operand[] {
  const name = cursor.next().text;
  const expected = OPERAND_COUNTS.get(name);
  if (expected === undefined && !UPDATE_FUNCTIONS.has(name)) {
    throw invalid(`Invalid ${cursor.label}: Invalid function name; function: ${name}`);
  }
  if (expected === undefined || (name === 'size') !== (place === 'operand')) {
    throw invalid(
      `Invalid ${cursor.label}: The function is not allowed to be used this way in an expression; function: ${name}`,
    );
  }
  cursor.expect('(');
  const operands = [parseOperand(cursor, placeholders)];
  while (cursor.skip(',')) operands.push(parseOperand(cursor, placeholders));
  cursor.expect(')');
  if (operands.length !== expected) {
    throw invalid(
      `Invalid ${cursor.label}: Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
    );
  }
  return operands;
}

function toPath(cursor: Cursor, name: string, operand: Operand): Path {
  if (operand.kind === 'path') return operand.path;
  throw invalid(
    `Invalid ${cursor.label}: Operator or function requires a document path; operator or function: ${name}`,
  );
}
