import type { TableSchema } from '#store/table-schema.ts';

import { readPlaceholders } from '../expression/placeholders.ts';
import { admitItem } from '../value/admit.ts';
import type { Item } from '../value/value.ts';
import { checkTable, type Fields } from './fields.ts';
import { GUARD_FIELDS, readGuard, toSave, type Intent } from './intent.ts';
import { checkIndexKeys, itemKey } from './keys.ts';

export const PUT_FIELDS: readonly string[] = [...GUARD_FIELDS, 'Item'];

export function toPutIntent(fields: Fields, schema: TableSchema): Intent {
  checkTable(fields, schema.name);
  const placeholders = readPlaceholders(
    fields['ExpressionAttributeNames'],
    fields['ExpressionAttributeValues'],
  );
  const guard = readGuard(fields, placeholders);
  placeholders.refuseUnused();
  return { ...replacement(fields['Item'], schema), guard };
}

/** The write of a whole item, whatever was there. */
export function replacement(given: unknown, schema: TableSchema): Omit<Intent, 'guard'> {
  const item: Item = admitItem(given, 'Item');
  const outcome = toSave(item, 'Item size has exceeded the maximum allowed size');
  const key = itemKey(item, schema);
  checkIndexKeys(item, schema);
  return { key, readsItem: false, outcome: () => outcome };
}
