import { conditionFailed, invalid } from '../errors.ts';
import { parseCondition } from '../expression/condition-parser.ts';
import type { Condition } from '../expression/condition.ts';
import { isMet } from '../expression/evaluate.ts';
import type { Placeholders } from '../expression/placeholders.ts';
import { decodeItem } from '../storage/item-text.ts';
import type { Change, Storage } from '../storage/storage.ts';
import type { Key } from '../value/key.ts';
import { itemSize, MAX_ITEM_BYTES } from '../value/size.ts';
import type { Item } from '../value/value.ts';
import { toWire } from '../value/wire.ts';
import { readChoice, readText, type Fields } from './fields.ts';

/** What is to become of an item. */
export type Outcome =
  | { readonly kind: 'save'; readonly item: Item; readonly size: number }
  | { readonly kind: 'remove' | 'keep' };

/** A write to one item, checked as far as it can be without the item. */
export interface Intent {
  readonly key: Key;
  readonly guard: Guard;
  /** Whether `outcome` looks at the item there is. */
  readonly readsItem: boolean;
  outcome(current: Item | undefined): Outcome;
}

/** The condition of a write, and whether its failure shows the item. */
export interface Guard {
  readonly condition?: Condition;
  readonly showsItem: boolean;
}

export const GUARD_FIELDS: readonly string[] = [
  'TableName',
  'ConditionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ReturnValuesOnConditionCheckFailure',
];

export function readGuard(fields: Fields, placeholders: Placeholders): Guard {
  const expression = readText(fields, 'ConditionExpression');
  const shown = readChoice(fields, 'ReturnValuesOnConditionCheckFailure', ['NONE', 'ALL_OLD']);
  const showsItem = shown === 'ALL_OLD';
  if (expression === undefined) return { showsItem };
  const condition = parseCondition(expression, 'ConditionExpression', placeholders);
  return { condition, showsItem };
}

/** Throws ConditionalCheckFailedException where the guard does not hold for the item. */
export function checkGuard({ condition, showsItem }: Guard, current: Item | undefined): void {
  if (condition === undefined || isMet(condition, current)) return;
  throw conditionFailed(showsItem && current !== undefined ? toWire(current) : undefined);
}

export function toSave(item: Item, tooLarge: string): Outcome {
  const size = itemSize(item);
  if (size > MAX_ITEM_BYTES) throw invalid(tooLarge);
  return { kind: 'save', item, size };
}

export function findItem(storage: Storage, key: Key): Item | undefined {
  const stored = storage.find(key);
  return stored === undefined ? undefined : decodeItem(stored.text);
}

export function toChanges(key: Key, outcome: Outcome): readonly Change[] {
  if (outcome.kind === 'save') return [{ ...outcome, key }];
  return outcome.kind === 'remove' ? [{ kind: 'remove', key }] : [];
}
