import { invalid } from '../errors.ts';
import { excluded, included, prefixRange, type KeyRange } from '../value/key-range.ts';
import type { KeyNames } from '../value/key.ts';
import { typeOf } from '../value/value.ts';
import { parseCondition } from './condition-parser.ts';
import type { Comparator, Condition, Operand } from './condition.ts';
import type { Placeholders } from './placeholders.ts';

type Range = Pick<KeyRange, 'from' | 'to'>;

const MIRRORED: Readonly<Record<Comparator, Comparator>> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

const RANGES: Readonly<Record<Comparator, (key: string) => Range>> = {
  '=': (key) => ({ from: included(key), to: included(key) }),
  '<': (key) => ({ to: excluded(key) }),
  '<=': (key) => ({ to: included(key) }),
  '>': (key) => ({ from: excluded(key) }),
  '>=': (key) => ({ from: included(key) }),
  '<>': () => {
    throw unsuitable();
  },
};

/** Reads a `KeyConditionExpression`: the partition key by `=`, the sort key by at most one other test. */
export function parseKeyCondition(
  expression: string,
  placeholders: Placeholders,
  keys: KeyNames,
): KeyRange {
  const condition = parseCondition(expression, 'KeyConditionExpression', placeholders);
  const tests = condition.kind === 'and' ? [condition.left, condition.right] : [condition];
  const partitionTest = tests.find((test) => testedName(test) === keys.partitionKey);
  if (partitionTest === undefined) throw missed(keys.partitionKey);
  const partition = toPartition(partitionTest);
  const sortTest = tests.find((test) => test !== partitionTest);
  if (sortTest === undefined) return { partition };
  if (testedName(sortTest) !== keys.sortKey) throw missed(keys.sortKey);
  return { partition, ...toRange(sortTest) };
}

function missed(name: string): Error {
  return invalid(`Query condition missed key schema element: ${name}`);
}

function unsuitable(): Error {
  return invalid('Query key condition not supported');
}

/** The attribute that a test is about. */
function testedName(test: Condition): string {
  const operand = testedOperand(test);
  if (operand === undefined) throw invalid('Invalid operator used in KeyConditionExpression');
  if (operand.path.length > 1) {
    throw invalid('KeyConditionExpressions cannot have conditions on nested attributes');
  }
  return operand.path[0];
}

function testedOperand(test: Condition): Extract<Operand, { kind: 'path' }> | undefined {
  const operands = testOperands(test);
  return operands.find((operand) => operand.kind === 'path');
}

function testOperands(test: Condition): readonly Operand[] {
  if (test.kind === 'compare') return [test.left, test.right];
  return test.kind === 'between' || test.kind === 'begins' ? [test.operand] : [];
}

function toPartition(test: Condition): string {
  if (test.kind !== 'compare' || test.comparator !== '=') throw unsuitable();
  return toKey(test.left.kind === 'path' ? test.right : test.left);
}

function toRange(test: Condition): Range {
  if (test.kind === 'between') {
    return { from: included(toKey(test.low)), to: included(toKey(test.high)) };
  }
  if (test.kind === 'begins') return prefixRange(toKey(test.prefix));
  if (test.kind !== 'compare') throw unsuitable();
  return test.left.kind === 'path'
    ? RANGES[test.comparator](toKey(test.right))
    : RANGES[MIRRORED[test.comparator]](toKey(test.left));
}

function toKey(operand: Operand): string {
  if (operand.kind !== 'value') throw unsuitable();
  if (typeof operand.value !== 'string') {
    throw invalid(
      `One or more parameter values were invalid: Condition parameter type does not match schema type (expected: S, actual: ${typeOf(operand.value)})`,
    );
  }
  if (operand.value === '') {
    throw invalid(
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value.',
    );
  }
  return operand.value;
}
