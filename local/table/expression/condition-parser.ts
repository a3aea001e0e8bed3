import { invalid } from '../errors.ts';
import type { Comparator, Condition, Operand } from './condition.ts';
import { createCursor, type Cursor } from './cursor.ts';
import { isFunctionAt, parseCall, parseOperand } from './functions.ts';
import type { ExpressionLabel } from './lexer.ts';
import { checkBounds, checkDistinct, checkOrdered } from './operand-rules.ts';
import type { Placeholders } from './placeholders.ts';

/** DynamoDB's limit on the operands of `IN`, the first one included. */
const MAX_IN_OPERANDS = 100;
/** Conditions that stood in parentheses of their own; DynamoDB refuses a second pair around one. */
const inParentheses = new WeakSet<Condition>();
const COMPARATORS: readonly Comparator[] = ['=', '<>', '<', '<=', '>', '>='];

/** Reads a condition, filter or key condition and refuses what DynamoDB refuses before it looks at any item. */
export function parseCondition(
  expression: string,
  label: ExpressionLabel,
  placeholders: Placeholders,
): Condition {
  const cursor = createCursor(expression, label);
  const condition = parseOr(cursor, placeholders);
  if (cursor.peek().kind !== 'end') cursor.fail();
  return condition;
}

function parseOr(cursor: Cursor, placeholders: Placeholders): Condition {
  let left = parseAnd(cursor, placeholders);
  while (cursor.skip('OR')) {
    left = { kind: 'or', left, right: parseAnd(cursor, placeholders) };
  }
  return left;
}

function parseAnd(cursor: Cursor, placeholders: Placeholders): Condition {
  let left = parseNot(cursor, placeholders);
  while (cursor.skip('AND')) {
    left = { kind: 'and', left, right: parseNot(cursor, placeholders) };
  }
  return left;
}

function parseNot(cursor: Cursor, placeholders: Placeholders): Condition {
  if (cursor.skip('NOT')) return { kind: 'not', inner: parseNot(cursor, placeholders) };
  return cursor.isAt('(') ? parseGroup(cursor, placeholders) : parseTest(cursor, placeholders);
}

function parseGroup(cursor: Cursor, placeholders: Placeholders): Condition {
  cursor.expect('(');
  const condition = parseOr(cursor, placeholders);
  cursor.expect(')');
  if (inParentheses.has(condition)) {
    throw invalid(`Invalid ${cursor.label}: The expression has redundant parentheses;`);
  }
  inParentheses.add(condition);
  return condition;
}

function parseTest(cursor: Cursor, placeholders: Placeholders): Condition {
  if (isFunctionAt(cursor) && cursor.peek().text !== 'size') return parseCall(cursor, placeholders);
  const operand = parseOperand(cursor, placeholders);
  if (cursor.skip('BETWEEN')) return parseBetween(cursor, placeholders, operand);
  if (cursor.skip('IN')) return parseIn(cursor, placeholders, operand);
  return parseComparison(cursor, placeholders, operand);
}

function parseComparison(cursor: Cursor, placeholders: Placeholders, left: Operand): Condition {
  const comparator = COMPARATORS.find((symbol) => cursor.skip(symbol));
  if (comparator === undefined) {
    if (left.kind === 'size') {
      throw invalid(
        `Invalid ${cursor.label}: The function is not allowed to be used this way in an expression; function: size`,
      );
    }
    return cursor.fail();
  }
  const right = parseOperand(cursor, placeholders);
  checkOrdered(cursor.label, comparator, [left, right]);
  checkDistinct(cursor.label, comparator, left, right);
  return { kind: 'compare', comparator, left, right };
}

function parseBetween(cursor: Cursor, placeholders: Placeholders, operand: Operand): Condition {
  const low = parseOperand(cursor, placeholders);
  cursor.expect('AND');
  const high = parseOperand(cursor, placeholders);
  checkOrdered(cursor.label, 'BETWEEN', [operand, low, high]);
  checkBounds(cursor.label, low, high);
  return { kind: 'between', operand, low, high };
}

function parseIn(cursor: Cursor, placeholders: Placeholders, operand: Operand): Condition {
  cursor.expect('(');
  const candidates = [parseOperand(cursor, placeholders)];
  while (cursor.skip(',')) candidates.push(parseOperand(cursor, placeholders));
  cursor.expect(')');
  if (candidates.length >= MAX_IN_OPERANDS) {
    throw invalid(
      `Invalid ${cursor.label}: The IN operator is provided with too many operands; number of operands: ${candidates.length + 1}`,
    );
  }
  return { kind: 'in', operand, candidates };
}
