import { invalid, tableNotFound } from '../errors.ts';
import { project } from '../expression/projection.ts';
import { decodeItem } from '../storage/item-text.ts';
import type { Item } from '../value/value.ts';
import { refuseDuplicates } from './batch-write.ts';
import { readFields, readFlag, readList, readMap, type Fields } from './fields.ts';
import { readProjection } from './get-item.ts';
import { readKey } from './keys.ts';
import type { OpenTable } from './table.ts';

const MAX_KEYS = 100;
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

const PARAMETERS = new Set(['RequestItems']);
const KEYS_AND_ATTRIBUTES = new Set([
  'Keys',
  'ProjectionExpression',
  'ExpressionAttributeNames',
  'ConsistentRead',
]);

interface BatchGetAnswer {
  readonly Responses: Readonly<Record<string, readonly Item[]>>;
  readonly UnprocessedKeys: Readonly<Record<string, Fields>>;
}

/** Answers at most 16 MB of items; the keys that are left come back as `UnprocessedKeys`. */
export function batchGet(given: unknown, { schema, storage }: OpenTable): BatchGetAnswer {
  const request = readRequest(given, schema.name);
  const asked = readKeys(request);
  const paths = readProjection(request);
  const keys = asked.map((key) => readKey(key, schema));
  refuseDuplicates(keys);
  const items: Item[] = [];
  let bytes = 0;
  for (const [at, key] of keys.entries()) {
    const stored = storage.find(key);
    if (stored === undefined) continue;
    bytes += stored.size;
    if (bytes > MAX_ANSWER_BYTES) {
      const left = { ...request, Keys: asked.slice(at) };
      return { Responses: { [schema.name]: items }, UnprocessedKeys: { [schema.name]: left } };
    }
    const item = decodeItem(stored.text);
    items.push(paths === undefined ? item : project(item, paths));
  }
  return { Responses: { [schema.name]: items }, UnprocessedKeys: {} };
}

function readRequest(given: unknown, tableName: string): Fields {
  const fields = readFields(given, 'BatchGetItem', PARAMETERS);
  const byTable = Object.entries(readMap(fields['RequestItems'], 'RequestItems'));
  const other = byTable.find(([name]) => name !== tableName);
  if (other !== undefined) throw tableNotFound();
  const [entry] = byTable;
  if (entry === undefined) {
    throw invalid('The requestItems parameter is required for BatchGetItem');
  }
  const request = readFields(entry[1], `RequestItems.${tableName}`, KEYS_AND_ATTRIBUTES);
  readFlag(request, 'ConsistentRead');
  return request;
}

function readKeys(request: Fields): readonly unknown[] {
  const keys = readList(request['Keys'], 'Keys');
  if (keys.length > 0 && keys.length <= MAX_KEYS) return keys;
  throw invalid(
    `1 validation error detected: Value at 'requestItems.member.keys' failed to satisfy constraint: Member must have length between 1 and ${MAX_KEYS}`,
  );
}
