import { invalid } from '../errors.ts';
import { parseCondition } from '../expression/condition-parser.ts';
import type { Placeholders } from '../expression/placeholders.ts';
import { parseProjection } from '../expression/projection.ts';
import { readChoice, readCount, readText, type Fields } from './fields.ts';
import type { PageRequest } from './page.ts';
import type { Source } from './source.ts';

/** The parameters that query and scan share. */
export const READING_FIELDS: readonly string[] = [
  'TableName',
  'IndexName',
  'ConsistentRead',
  'ExclusiveStartKey',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'FilterExpression',
  'Limit',
  'ProjectionExpression',
  'Select',
];

/** Reads what is to be made of the items found. */
export function readPageRequest(
  fields: Fields,
  placeholders: Placeholders,
  { placeNames, slot }: Source,
): PageRequest {
  const filter = readText(fields, 'FilterExpression');
  const projection = readText(fields, 'ProjectionExpression');
  const limit = readCount(fields, 'Limit', 1);
  return {
    countsOnly: readSelect(fields, projection !== undefined, slot !== undefined) === 'COUNT',
    placeNames,
    ...(filter === undefined
      ? {}
      : { filter: parseCondition(filter, 'FilterExpression', placeholders) }),
    ...(projection === undefined ? {} : { paths: parseProjection(projection, placeholders) }),
    ...(limit === undefined ? {} : { limit }),
  };
}

/** Indexes project whole items, so "all projected attributes" are all there are. */
function readSelect(fields: Fields, isProjected: boolean, isIndex: boolean): string {
  const select = readChoice(fields, 'Select', [
    isProjected ? 'SPECIFIC_ATTRIBUTES' : 'ALL_ATTRIBUTES',
    'ALL_ATTRIBUTES',
    'ALL_PROJECTED_ATTRIBUTES',
    'COUNT',
    'SPECIFIC_ATTRIBUTES',
  ]);
  if (isProjected && select !== 'SPECIFIC_ATTRIBUTES') {
    const target = select === 'COUNT' ? 'only the Count' : select;
    throw invalid(`Cannot specify the ProjectionExpression when choosing to get ${target}`);
  }
  if (!isProjected && select === 'SPECIFIC_ATTRIBUTES') {
    throw invalid('Must specify the ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES');
  }
  if (!isIndex && select === 'ALL_PROJECTED_ATTRIBUTES') {
    throw invalid('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  }
  return select;
}
