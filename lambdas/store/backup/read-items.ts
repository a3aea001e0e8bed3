import { TABLE_SCHEMA } from '#store/table-schema.ts';
import type { Item } from '#store/table.ts';

import { BackupError } from './backup-error.ts';

const { partitionKey, sortKey } = TABLE_SCHEMA;

/** An item of its line in a backup. Throws BackupError for what is none. */
export function parseItem(line: string, place: string): Item {
  try {
    const item: unknown = JSON.parse(line);
    if (isItem(item)) return item;
  } catch {
    // Said below.
  }
  throw new BackupError(`${place}: an item has no keys, which Pantry does not write`);
}

const isItem = (item: unknown): item is Item =>
  typeof item === 'object' &&
  item !== null &&
  [partitionKey, sortKey].every((key) => {
    const value: unknown = Reflect.get(item, key);
    return typeof value === 'string' && value !== '';
  });
