import type { TableSchema } from '#store/table-schema.ts';

import { invalid, schemaFault } from '../errors.ts';
import { admitItem } from '../value/admit.ts';
import type { Key, KeyNames } from '../value/key.ts';
import { attribute, typeOf, type Item, type Value } from '../value/value.ts';

const MAX_PARTITION_KEY_BYTES = 2048;
const MAX_SORT_KEY_BYTES = 1024;

/** Reads a `Key` parameter: the table's key attributes and nothing else. */
export function readKey(given: unknown, names: KeyNames): Key {
  const item = admitItem(given, 'Key');
  const [partition, sort] = [attribute(item, names.partitionKey), attribute(item, names.sortKey)];
  const fits =
    Object.keys(item).length === 2 && typeof partition === 'string' && typeof sort === 'string';
  if (!fits) throw schemaFault('The provided key element does not match the schema');
  return checkedKey({ partition, sort }, names);
}

/** The primary key of a whole item. */
export function itemKey(item: Item, names: KeyNames): Key {
  const partition = keyText(attribute(item, names.partitionKey), names.partitionKey);
  const sort = keyText(attribute(item, names.sortKey), names.sortKey);
  return checkedKey({ partition, sort }, names);
}

function keyText(value: Value | undefined, name: string): string {
  if (typeof value === 'string') return value;
  const fault =
    value === undefined
      ? `Missing the key ${name} in the item`
      : `Type mismatch for key ${name} expected: S actual: ${typeOf(value)}`;
  throw schemaFault(`One or more parameter values were invalid: ${fault}`);
}

function checkedKey(key: Key, names: KeyNames): Key {
  if (key.partition === '') throw emptyKey(`Key: ${names.partitionKey}`);
  if (key.sort === '') throw emptyKey(`Key: ${names.sortKey}`);
  refuseLong(key);
  return key;
}

function emptyKey(place: string, introduction = ''): Error {
  return invalid(
    `One or more parameter values are not valid. ${introduction}The AttributeValue for a key attribute cannot contain an empty string value. ${place}`,
  );
}

function refuseLong({ partition, sort }: Partial<Key>): void {
  if (partition !== undefined && Buffer.byteLength(partition) > MAX_PARTITION_KEY_BYTES) {
    throw schemaFault(
      `One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of ${MAX_PARTITION_KEY_BYTES} bytes`,
    );
  }
  if (sort !== undefined && Buffer.byteLength(sort) > MAX_SORT_KEY_BYTES) {
    throw schemaFault(
      `One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of ${MAX_SORT_KEY_BYTES} bytes`,
    );
  }
}

/** Refuses an item whose index keys no index could hold. An item that lacks them is not in that index. */
export function checkIndexKeys(item: Item, { indexes }: TableSchema): void {
  for (const { name, partitionKey, sortKey } of indexes) {
    const partition = indexText(item, name, partitionKey);
    const sort = indexText(item, name, sortKey);
    refuseLong({
      ...(partition === undefined ? {} : { partition }),
      ...(sort === undefined ? {} : { sort }),
    });
  }
}

function indexText(item: Item, index: string, name: string): string | undefined {
  const value = attribute(item, name);
  if (value === undefined) return undefined;
  if (value === '') {
    throw emptyKey(
      `IndexName: ${index}, IndexKey: ${name}`,
      'A value specified for a secondary index key is not supported. ',
    );
  }
  if (typeof value === 'string') return value;
  throw schemaFault(
    `One or more parameter values were invalid: Type mismatch for Index Key ${name} Expected: S Actual: ${typeOf(value)} IndexName: ${index}`,
  );
}
