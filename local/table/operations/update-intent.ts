import type { TableSchema } from '#store/table-schema.ts';

import { schemaFault } from '../errors.ts';
import { applyUpdate, onlyRemoves } from '../expression/apply-update.ts';
import type { Path } from '../expression/path.ts';
import { readPlaceholders } from '../expression/placeholders.ts';
import { parseUpdate } from '../expression/update-parser.ts';
import type { Action } from '../expression/update.ts';
import { checkNesting } from '../value/admit.ts';
import type { Key } from '../value/key.ts';
import type { Item } from '../value/value.ts';
import { checkTable, readText, type Fields } from './fields.ts';
import { GUARD_FIELDS, readGuard, toSave, type Intent, type Outcome } from './intent.ts';
import { checkIndexKeys, readKey } from './keys.ts';

export const UPDATE_FIELDS: readonly string[] = [...GUARD_FIELDS, 'Key', 'UpdateExpression'];

export interface UpdateIntent extends Intent {
  /** What the update touches. */
  readonly paths: readonly Path[];
}

export function toUpdateIntent(fields: Fields, schema: TableSchema): UpdateIntent {
  checkTable(fields, schema.name);
  const placeholders = readPlaceholders(
    fields['ExpressionAttributeNames'],
    fields['ExpressionAttributeValues'],
  );
  const expression = readText(fields, 'UpdateExpression');
  const actions = expression === undefined ? undefined : parseUpdate(expression, placeholders);
  const guard = readGuard(fields, placeholders);
  placeholders.refuseUnused();
  const key = readKey(fields['Key'], schema);
  const paths = (actions ?? []).map((action) => action.path);
  refuseKeyAttributes(paths, schema);
  return {
    key,
    guard,
    paths,
    readsItem: true,
    outcome: (current) => update(key, actions, current, schema),
  };
}

function refuseKeyAttributes(paths: readonly Path[], schema: TableSchema): void {
  const touched = paths.find(([name]) => name === schema.partitionKey || name === schema.sortKey);
  if (touched === undefined) return;
  throw schemaFault(
    `One or more parameter values were invalid: Cannot update attribute ${touched[0]}. This attribute is part of the key`,
  );
}

/** Without an expression, an update only makes sure that the item exists. */
function update(
  key: Key,
  actions: readonly Action[] | undefined,
  current: Item | undefined,
  schema: TableSchema,
): Outcome {
  if (current === undefined && actions !== undefined && onlyRemoves(actions)) {
    return { kind: 'keep' };
  }
  const before = current ?? { [schema.partitionKey]: key.partition, [schema.sortKey]: key.sort };
  const item = applyUpdate(before, actions ?? []);
  checkNesting(item);
  checkIndexKeys(item, schema);
  return toSave(item, 'Item size to update has exceeded the maximum allowed size');
}
