import type { Path } from '../expression/path.ts';
import { readPlaceholders } from '../expression/placeholders.ts';
import { parseProjection, project } from '../expression/projection.ts';
import type { Storage } from '../storage/storage.ts';
import type { Key, KeyNames } from '../value/key.ts';
import type { Item } from '../value/value.ts';
import { checkTable, readFields, readFlag, readText, type Fields } from './fields.ts';
import { findItem } from './intent.ts';
import { readKey } from './keys.ts';
import type { OpenTable } from './table.ts';

/** The parameters of a read of one item, alone or in a transaction. */
export const GET_FIELDS: readonly string[] = [
  'TableName',
  'Key',
  'ProjectionExpression',
  'ExpressionAttributeNames',
];

const PARAMETERS = new Set([...GET_FIELDS, 'ConsistentRead']);

/** One item to read, and which parts of it; all of it where there are no paths. */
export interface Wanted {
  readonly key: Key;
  readonly paths?: readonly Path[];
}

export interface GetAnswer {
  readonly Item?: Item;
}

/** Every read here is a consistent one, asked for or not. */
export function getItem(given: unknown, { schema, storage }: OpenTable): GetAnswer {
  const fields = readFields(given, 'GetItem', PARAMETERS);
  checkTable(fields, schema.name);
  readFlag(fields, 'ConsistentRead');
  return readWanted(storage, toWanted(fields, schema));
}

export function toWanted(fields: Fields, names: KeyNames): Wanted {
  const paths = readProjection(fields);
  const key = readKey(fields['Key'], names);
  return paths === undefined ? { key } : { key, paths };
}

export function readWanted(storage: Storage, { key, paths }: Wanted): GetAnswer {
  const item = findItem(storage, key);
  if (item === undefined) return {};
  return { Item: paths === undefined ? item : project(item, paths) };
}

/** The paths of a `ProjectionExpression` that shares its placeholders with no other expression. */
export function readProjection(fields: Fields): readonly Path[] | undefined {
  const names = fields['ExpressionAttributeNames'];
  const expression = readText(fields, 'ProjectionExpression');
  if (expression === undefined && names === undefined) return undefined;
  const placeholders = readPlaceholders(names, undefined);
  const paths = expression === undefined ? undefined : parseProjection(expression, placeholders);
  placeholders.refuseUnused();
  return paths;
}
