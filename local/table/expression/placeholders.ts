import { invalid } from '../errors.ts';
import { admitValue } from '../value/admit.ts';
import type { Value } from '../value/value.ts';
import type { ExpressionLabel } from './lexer.ts';

/** What `#name` and `:value` stand for in one request, and which of them were used. */
export interface Placeholders {
  name(reference: string, label: ExpressionLabel): string;
  value(reference: string, label: ExpressionLabel): Value;
  /** Refuses the request if it defines a placeholder that no expression used. */
  refuseUnused(): void;
}

/** Reads `ExpressionAttributeNames` and `ExpressionAttributeValues`, either of which may be absent. */
export function readPlaceholders(names: unknown, values: unknown): Placeholders {
  const known = { names: readNames(names), values: readValues(values) };
  const unused = { names: new Set(known.names.keys()), values: new Set(known.values.keys()) };
  return {
    name: (reference, label) => {
      const name = known.names.get(reference);
      if (name === undefined) {
        throw invalid(
          `Invalid ${label}: An expression attribute name used in the document path is not defined; attribute name: ${reference}`,
        );
      }
      unused.names.delete(reference);
      return name;
    },
    value: (reference, label) => {
      const value = known.values.get(reference);
      if (value === undefined) {
        throw invalid(
          `Invalid ${label}: An expression attribute value used in expression is not defined; attribute value: ${reference}`,
        );
      }
      unused.values.delete(reference);
      return value;
    },
    refuseUnused: () => {
      refuseLeft('ExpressionAttributeNames', unused.names);
      refuseLeft('ExpressionAttributeValues', unused.values);
    },
  };
}

function refuseLeft(parameter: string, left: ReadonlySet<string>): void {
  if (left.size === 0) return;
  const keys = [...left].toSorted().join(', ');
  throw invalid(`Value provided in ${parameter} unused in expressions: keys: {${keys}}`);
}

function readNames(given: unknown): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [reference, name] of entriesOf(given, 'ExpressionAttributeNames', /^#\w+$/)) {
    if (typeof name !== 'string' || name === '') {
      throw invalid(`ExpressionAttributeNames contains invalid value for key ${reference}`);
    }
    names.set(reference, name);
  }
  return names;
}

function readValues(given: unknown): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  for (const [reference, value] of entriesOf(given, 'ExpressionAttributeValues', /^:\w+$/)) {
    if (value === undefined) continue;
    const what = `ExpressionAttributeValues contains invalid value for key ${reference}`;
    values.set(reference, admitValue(value, what));
  }
  return values;
}

function entriesOf(given: unknown, parameter: string, form: RegExp): readonly [string, unknown][] {
  if (given === undefined) return [];
  if (typeof given !== 'object' || given === null) throw invalid(`${parameter} must be a map`);
  const entries = Object.entries(given);
  if (entries.length === 0) throw invalid(`${parameter} must not be empty`);
  const odd = entries.find(([reference]) => !form.test(reference));
  if (odd !== undefined) {
    throw invalid(`${parameter} contains invalid key: Syntax error; key: "${odd[0]}"`);
  }
  return entries;
}
