import { invalid, tableNotFound } from '../errors.ts';
import type { Change } from '../storage/storage.ts';
import type { Key } from '../value/key.ts';
import { readFields, readList, readMap } from './fields.ts';
import { toChanges } from './intent.ts';
import { readKey } from './keys.ts';
import { replacement } from './put-intent.ts';
import type { OpenTable } from './table.ts';

const MAX_WRITES = 25;
const MAX_REQUEST_BYTES = 16 * 1024 * 1024;

const PARAMETERS = new Set(['RequestItems']);
const REQUEST_KINDS = new Set(['PutRequest', 'DeleteRequest']);
const PUT_REQUEST = new Set(['Item']);
const DELETE_REQUEST = new Set(['Key']);

interface BatchWriteAnswer {
  readonly UnprocessedItems: Readonly<Record<string, never>>;
}

interface Write {
  readonly key: Key;
  readonly changes: readonly Change[];
}

/** Writes all or, when one of them is refused, none. DynamoDB may write some; nothing is left unprocessed here. */
export async function batchWrite(given: unknown, table: OpenTable): Promise<BatchWriteAnswer> {
  const fields = readFields(given, 'BatchWriteItem', PARAMETERS);
  const requests = readRequests(fields['RequestItems'], table.schema.name);
  const writes = requests.map((request) => toWrite(request, table));
  refuseDuplicates(writes.map(({ key }) => key));
  const changes = writes.flatMap((write) => write.changes);
  const bytes = changes.map((change) => (change.kind === 'save' ? change.size : 0));
  if (bytes.reduce((sum, size) => sum + size, 0) > MAX_REQUEST_BYTES) {
    throw invalid('The aggregate size of the items of a BatchWriteItem exceeds 16 MB');
  }
  return table.commits.submit(() => ({ changes, answer: { UnprocessedItems: {} } }));
}

function readRequests(given: unknown, tableName: string): readonly unknown[] {
  const byTable = Object.entries(readMap(given, 'RequestItems'));
  if (byTable.length === 0) {
    throw invalid('The requestItems parameter is required for BatchWriteItem');
  }
  const requests = byTable.flatMap(([name, list]) => {
    if (name !== tableName) throw tableNotFound();
    return readList(list, `RequestItems.${name}`);
  });
  if (requests.length === 0 || requests.length > MAX_WRITES) {
    throw invalid(
      `1 validation error detected: Value at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to ${MAX_WRITES}, Member must have length greater than or equal to 1]`,
    );
  }
  return requests;
}

function toWrite(given: unknown, { schema }: OpenTable): Write {
  const { PutRequest: put, DeleteRequest: remove } = readFields(
    given,
    'WriteRequest',
    REQUEST_KINDS,
  );
  if ((put === undefined) === (remove === undefined)) {
    throw invalid('A WriteRequest must have exactly one of PutRequest and DeleteRequest');
  }
  if (put !== undefined) {
    const { key, outcome } = replacement(
      readFields(put, 'PutRequest', PUT_REQUEST)['Item'],
      schema,
    );
    return { key, changes: toChanges(key, outcome(undefined)) };
  }
  const key = readKey(readFields(remove, 'DeleteRequest', DELETE_REQUEST)['Key'], schema);
  return { key, changes: [{ kind: 'remove', key }] };
}

/** Refuses a list of keys in which one comes twice. */
export function refuseDuplicates(keys: readonly Key[]): void {
  const seen = new Set(keys.map(({ partition, sort }) => JSON.stringify([partition, sort])));
  if (seen.size < keys.length) {
    throw invalid('Provided list of item keys contains duplicates');
  }
}
