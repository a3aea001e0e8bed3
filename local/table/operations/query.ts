import { invalid } from '../errors.ts';
import { pathsIn } from '../expression/condition.ts';
import { parseKeyCondition } from '../expression/key-condition.ts';
import { readPlaceholders } from '../expression/placeholders.ts';
import type { Position } from '../storage/selection.ts';
import { isInRange, type KeyRange } from '../value/key-range.ts';
import { checkTable, readFields, readFlag, readText, type Fields } from './fields.ts';
import { readPage, type Page, type PageRequest } from './page.ts';
import { READING_FIELDS, readPageRequest } from './reading.ts';
import { keyInSource, readPosition, readSource, type Source } from './source.ts';
import type { OpenTable } from './table.ts';

const PARAMETERS = new Set([...READING_FIELDS, 'KeyConditionExpression', 'ScanIndexForward']);

/** Reads one partition, of the table or an index, in the order of its sort keys. */
export function query(given: unknown, table: OpenTable): Page {
  const { schema, storage } = table;
  const fields = readFields(given, 'Query', PARAMETERS);
  checkTable(fields, schema.name);
  const source = readSource(fields, table);
  const placeholders = readPlaceholders(
    fields['ExpressionAttributeNames'],
    fields['ExpressionAttributeValues'],
  );
  const range = parseKeyCondition(requireKeyCondition(fields), placeholders, source);
  const request = readPageRequest(fields, placeholders, source);
  placeholders.refuseUnused();
  refuseKeysInFilter(request, source);
  const after = readPosition(fields, source, schema);
  if (after !== undefined) refuseOutside(after, range);
  const rows = storage.select({
    range,
    isForward: readFlag(fields, 'ScanIndexForward') ?? true,
    ...(source.slot === undefined ? {} : { slot: source.slot }),
    ...(after === undefined ? {} : { after }),
  });
  return readPage(rows, request);
}

function requireKeyCondition(fields: Fields): string {
  const expression = readText(fields, 'KeyConditionExpression');
  if (expression !== undefined) return expression;
  throw invalid('The KeyConditionExpression parameter must be specified in the request.');
}

function refuseKeysInFilter({ filter }: PageRequest, source: Source): void {
  const names = filter === undefined ? [] : pathsIn(filter).map(([name]) => name);
  const key = names.find((name) => name === source.partitionKey || name === source.sortKey);
  if (key === undefined) return;
  throw invalid(
    `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${key}`,
  );
}

function refuseOutside(after: Position, range: KeyRange): void {
  const { partition, sort } = keyInSource(after);
  if (partition !== range.partition) {
    throw invalid(
      'The provided starting key is outside query boundaries based on provided conditions',
    );
  }
  if (!isInRange(range, sort)) {
    throw invalid('The provided starting key does not match the range key predicate');
  }
}
