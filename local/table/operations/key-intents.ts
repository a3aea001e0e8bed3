import type { TableSchema } from '#store/table-schema.ts';

import { readPlaceholders } from '../expression/placeholders.ts';
import { checkTable, requireText, type Fields } from './fields.ts';
import { GUARD_FIELDS, readGuard, type Intent, type Outcome } from './intent.ts';
import { readKey } from './keys.ts';

/** The parameters of a delete and of a condition check: a key and a condition. */
export const KEY_FIELDS: readonly string[] = [...GUARD_FIELDS, 'Key'];

export function toDeleteIntent(fields: Fields, schema: TableSchema): Intent {
  return toIntent(fields, schema, { kind: 'remove' });
}

/** A member of a transaction that writes nothing and must hold. */
export function toCheckIntent(fields: Fields, schema: TableSchema): Intent {
  requireText(fields, 'ConditionExpression');
  return toIntent(fields, schema, { kind: 'keep' });
}

function toIntent(fields: Fields, schema: TableSchema, outcome: Outcome): Intent {
  checkTable(fields, schema.name);
  const placeholders = readPlaceholders(
    fields['ExpressionAttributeNames'],
    fields['ExpressionAttributeValues'],
  );
  const guard = readGuard(fields, placeholders);
  placeholders.refuseUnused();
  const key = readKey(fields['Key'], schema);
  return { key, guard, readsItem: false, outcome: () => outcome };
}
