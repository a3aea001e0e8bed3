import { invalid } from '../errors.ts';
import { isSet, typeOf, type ScalarSet, type TypeName, type Value } from '../value/value.ts';
import { createCursor, type Cursor } from './cursor.ts';
import { parsePath, refuseOverlaps } from './path.ts';
import type { Placeholders } from './placeholders.ts';
import { parseTerm } from './term-parser.ts';
import type { Action } from './update.ts';

type Section = Action['kind'];

const SECTIONS: readonly Section[] = ['SET', 'REMOVE', 'ADD', 'DELETE'];

/** DynamoDB spells types out where `ADD` or `DELETE` refuses them. */
const LONG_NAMES: Readonly<Partial<Record<TypeName, string>>> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  BOOL: 'BOOLEAN',
  L: 'LIST',
  M: 'MAP',
};

/** Reads an `UpdateExpression` and refuses what DynamoDB refuses before it looks at the item. */
export function parseUpdate(expression: string, placeholders: Placeholders): readonly Action[] {
  const cursor = createCursor(expression, 'UpdateExpression');
  const actions: Action[] = [];
  const seen = new Set<Section>();
  while (cursor.peek().kind !== 'end') {
    const section = SECTIONS.find((keyword) => cursor.skip(keyword)) ?? cursor.fail();
    if (seen.has(section)) {
      throw invalid(
        `Invalid UpdateExpression: The "${section}" section can only be used once in an update expression;`,
      );
    }
    seen.add(section);
    do actions.push(parseAction(cursor, placeholders, section));
    while (cursor.skip(','));
  }
  refuseOverlaps(
    actions.map((action) => action.path),
    'UpdateExpression',
  );
  return actions;
}

function parseAction(cursor: Cursor, placeholders: Placeholders, section: Section): Action {
  const path = parsePath(cursor, placeholders);
  if (section === 'REMOVE') return { kind: section, path };
  if (section === 'SET') {
    cursor.expect('=');
    return { kind: section, path, term: parseTerm(cursor, placeholders) };
  }
  const given = parseGiven(cursor, placeholders);
  return section === 'ADD'
    ? { kind: section, path, amount: toAmount(given) }
    : { kind: section, path, elements: toElements(given) };
}

function parseGiven(cursor: Cursor, placeholders: Placeholders): Value {
  if (cursor.peek().kind !== ':') return cursor.fail();
  return placeholders.value(cursor.next().text, cursor.label);
}

function toAmount(value: Value): number | ScalarSet {
  return typeof value === 'number' || isSet(value) ? value : refuse('ADD', value);
}

function toElements(value: Value): ScalarSet {
  return isSet(value) ? value : refuse('DELETE', value);
}

function refuse(operator: Section, value: Value): never {
  const type = typeOf(value);
  throw invalid(
    `Invalid UpdateExpression: Incorrect operand type for operator or function; operator: ${operator}, operand type: ${LONG_NAMES[type] ?? type}`,
  );
}
