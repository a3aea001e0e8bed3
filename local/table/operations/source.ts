import type { TableSchema } from '#store/table-schema.ts';

import { invalid } from '../errors.ts';
import type { Position } from '../storage/selection.ts';
import { admitItem } from '../value/admit.ts';
import { keyOf, type Key, type KeyNames } from '../value/key.ts';
import { readFlag, readText, type Fields } from './fields.ts';
import type { OpenTable } from './table.ts';

/** What a query or scan reads: the table, or an index of it. */
export interface Source extends KeyNames {
  /** The columns of the index; absent for the table. */
  readonly slot?: number;
  /** The attributes that name a place in it: its own keys and the table's. */
  readonly placeNames: readonly string[];
}

export function readSource(fields: Fields, { schema, storage }: OpenTable): Source {
  const isConsistent = readFlag(fields, 'ConsistentRead') ?? false;
  const indexName = readText(fields, 'IndexName');
  const { partitionKey, sortKey } = schema;
  const tableNames = [partitionKey, sortKey];
  if (indexName === undefined) return { partitionKey, sortKey, placeNames: tableNames };
  const index = storage.indexes.find(({ name }) => name === indexName);
  if (index === undefined) {
    throw invalid(`The table does not have the specified index: ${indexName}`);
  }
  if (isConsistent) {
    throw invalid('Consistent reads are not supported on global secondary indexes');
  }
  const placeNames = [...new Set([index.partitionKey, index.sortKey, ...tableNames])];
  return { ...index, placeNames };
}

/** Reads `ExclusiveStartKey`: exactly the attributes that a `LastEvaluatedKey` of the source has. */
export function readPosition(
  fields: Fields,
  source: Source,
  schema: TableSchema,
): Position | undefined {
  if (fields['ExclusiveStartKey'] === undefined) return undefined;
  const place = admitItem(fields['ExclusiveStartKey'], 'ExclusiveStartKey');
  const key = keyOf(place, schema);
  const sourceKey = keyOf(place, source);
  const isWhole =
    Object.keys(place).length === source.placeNames.length &&
    Object.values(place).every((value) => value !== '');
  if (!isWhole || key === undefined || sourceKey === undefined) {
    throw invalid('The provided starting key is invalid');
  }
  return source.slot === undefined ? { key } : { key, indexKey: sourceKey };
}

/** Where in the source the position lies. */
export function keyInSource({ key, indexKey }: Position): Key {
  return indexKey ?? key;
}
