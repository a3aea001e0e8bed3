import type { Item } from './value.ts';

/** An item's primary key. */
export interface Key {
  readonly partition: string;
  readonly sort: string;
}

/** The attributes that make up a key, of the table or of an index. */
export interface KeyNames {
  readonly partitionKey: string;
  readonly sortKey: string;
}

/** The key that an item has under those names; `undefined` if an attribute is missing or no string. */
export function keyOf(item: Item, names: KeyNames): Key | undefined {
  const [partition, sort] = [item[names.partitionKey], item[names.sortKey]];
  const isWhole = typeof partition === 'string' && typeof sort === 'string';
  return isWhole ? { partition, sort } : undefined;
}
