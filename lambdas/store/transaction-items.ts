import type { Item } from '#store/table.ts';

import { TABLE_SCHEMA } from './table-schema.ts';

/*
 * Items of a transaction whose items were composed beforehand, and the conditions that they are written on.
 */

const { name: TableName, partitionKey, sortKey, ttlAttribute } = TABLE_SCHEMA;

/** What must still be so for a transaction to be written. */
interface Condition {
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>>;
}

export const put = (item: object, condition?: Condition): object => ({
  Put: { TableName, Item: item, ...condition },
});

/** Removes the item that has the keys of this one. */
export const remove = (item: Item, condition: Condition): object => ({
  Delete: { TableName, Key: keysOf(item), ...condition },
});

/** Writes nothing, and fails the transaction where the item with the keys of this one is another. */
export const check = (item: Item, condition: Condition): object => ({
  ConditionCheck: { TableName, Key: keysOf(item), ...condition },
});

const keysOf = (item: Item): Item => ({
  [partitionKey]: item[partitionKey],
  [sortKey]: item[sortKey],
});

export const absent: Condition = {
  ConditionExpression: 'attribute_not_exists(#key)',
  ExpressionAttributeNames: { '#key': partitionKey },
};

/** Nothing is there, or what has expired and was not removed yet. */
export const absentOrExpired = (now: Date): Condition => ({
  ConditionExpression: 'attribute_not_exists(#key) OR #ttl <= :now',
  ExpressionAttributeNames: { '#key': partitionKey, '#ttl': ttlAttribute },
  ExpressionAttributeValues: { ':now': Math.floor(now.getTime() / 1000) },
});

export const still = (attribute: string, value: unknown): Condition => ({
  ConditionExpression: '#attribute = :value',
  ExpressionAttributeNames: { '#attribute': attribute },
  ExpressionAttributeValues: { ':value': value },
});

/** As it was read: of this revision or, where nothing was, not there. */
export const unchanged = (attribute: string, value: unknown): Condition =>
  value === undefined ? absent : still(attribute, value);
