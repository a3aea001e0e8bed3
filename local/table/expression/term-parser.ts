import { invalid } from '../errors.ts';
import { typeOf, type TypeName } from '../value/value.ts';
import type { Cursor } from './cursor.ts';
import { isFunctionAt } from './functions.ts';
import { parsePath } from './path.ts';
import type { Placeholders } from './placeholders.ts';
import type { Term } from './update.ts';

const LABEL = 'Invalid UpdateExpression:';
const FUNCTIONS: ReadonlySet<string> = new Set(['if_not_exists', 'list_append']);
const CONDITION_FUNCTIONS: ReadonlySet<string> = new Set([
  'attribute_exists',
  'attribute_not_exists',
  'attribute_type',
  'begins_with',
  'contains',
  'size',
]);

/**
 * The right side of a `SET`: one operand, a list_append, or a sum or difference of exactly two.
 * The whole may stand in parentheses, and so may either operand, but no sum within a sum.
 */
export function parseTerm(cursor: Cursor, placeholders: Placeholders): Term {
  const left = parseGrouped(cursor, placeholders, 'whole');
  const sign = (['+', '-'] as const).find((symbol) => cursor.isAt(symbol));
  if (sign === undefined) return left;
  if (isSum(left)) return cursor.fail();
  if (left.kind === 'list_append') throw misused(left.kind);
  cursor.next();
  const right = parseGrouped(cursor, placeholders, 'part');
  if (isSum(right)) return cursor.fail();
  refuseGiven(sign, 'N', [left, right]);
  return { kind: sign, left, right };
}

function parseGrouped(cursor: Cursor, placeholders: Placeholders, place: 'whole' | 'part'): Term {
  if (!cursor.skip('(')) return parseOperand(cursor, placeholders, place);
  const term = parseTerm(cursor, placeholders);
  cursor.expect(')');
  return term;
}

function isSum({ kind }: Term): boolean {
  return kind === '+' || kind === '-';
}

/** A list_append may stand alone only: DynamoDB takes none inside another term. */
function parseOperand(cursor: Cursor, placeholders: Placeholders, place: 'whole' | 'part'): Term {
  const { kind, text } = cursor.peek();
  if (kind === ':') {
    cursor.next();
    return { kind: 'value', value: placeholders.value(text, cursor.label) };
  }
  if (!isFunctionAt(cursor)) return { kind: 'path', path: parsePath(cursor, placeholders) };
  const known = FUNCTIONS.has(text);
  if (CONDITION_FUNCTIONS.has(text) || (text === 'list_append' && place === 'part')) {
    throw misused(text);
  }
  if (!known) throw invalid(`${LABEL} Invalid function name; function: ${text}`);
  const [first, second] = parseArguments(cursor, placeholders);
  return text === 'list_append' ? toListAppend(first, second) : toIfNotExists(first, second);
}

function parseArguments(cursor: Cursor, placeholders: Placeholders): readonly [Term, Term] {
  const name = cursor.next().text;
  cursor.expect('(');
  const terms = [parseOperand(cursor, placeholders, 'part')];
  while (cursor.skip(',')) terms.push(parseOperand(cursor, placeholders, 'part'));
  cursor.expect(')');
  const [first, second] = terms;
  if (first === undefined || second === undefined || terms.length > 2) {
    throw invalid(
      `${LABEL} Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${terms.length}`,
    );
  }
  return [first, second];
}

function toListAppend(first: Term, second: Term): Term {
  refuseGiven('list_append', 'L', [first, second]);
  return { kind: 'list_append', first, second };
}

function toIfNotExists(first: Term, otherwise: Term): Term {
  if (first.kind === 'path') return { kind: 'if_not_exists', path: first.path, otherwise };
  throw invalid(
    `${LABEL} Operator or function requires a document path; operator or function: if_not_exists`,
  );
}

function refuseGiven(operator: string, expected: TypeName, terms: readonly Term[]): void {
  for (const term of terms) {
    if (term.kind !== 'value' || typeOf(term.value) === expected) continue;
    throw invalid(
      `${LABEL} Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${typeOf(term.value)}`,
    );
  }
}

function misused(name: string): Error {
  return invalid(
    `${LABEL} The function is not allowed to be used this way in an expression; function: ${name}`,
  );
}
