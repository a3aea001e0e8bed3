import {
  GetCommand,
  type GetCommandOutput,
  QueryCommand,
  type QueryCommandOutput,
} from '@aws-sdk/lib-dynamodb';

import type { TableClient } from '#store/table.ts';

import { TABLE_SCHEMA } from './table-schema.ts';

/**
 * Reads that every install and publish waits for. They take items as they are: electrodb, which writes
 * them, would work longer on reading one than the table does, and much longer on thousands.
 */
export type Item = Readonly<Record<string, unknown>>;

/** Anything that electrodb calls an entity, for the mark that its items carry. */
export interface Marked {
  readonly schema: { readonly model: { readonly entity: string } };
}

const { name: TableName, partitionKey, sortKey } = TABLE_SCHEMA;
/** What an item holds besides its entity's attributes: keys, and electrodb's marks. */
export const BOOKKEEPING = new Set([partitionKey, sortKey, '__edb_e__', '__edb_v__']);
for (const index of TABLE_SCHEMA.indexes) {
  BOOKKEEPING.add(index.partitionKey).add(index.sortKey);
}

/** The item of an entity under a key, as it was last written. */
export async function findItem(
  table: TableClient,
  entity: Marked,
  partition: string,
  sort: string,
): Promise<Item | undefined> {
  const Key = { [partitionKey]: partition, [sortKey]: sort };
  const command = new GetCommand({ TableName, Key, ConsistentRead: true });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the command answers
  const { Item: item } = (await table.send(command)) as GetCommandOutput;
  return item && itemsOf(entity, [item])[0];
}

/** All items of a partition whose sort key comes before `end`, in its order. */
export async function listItems(
  table: TableClient,
  partition: string,
  end: string,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let start: QueryCommandOutput['LastEvaluatedKey'];
  do {
    const command = new QueryCommand({
      TableName,
      ConsistentRead: true,
      KeyConditionExpression: '#partition = :partition AND #sort < :end',
      ExpressionAttributeNames: { '#partition': partitionKey, '#sort': sortKey },
      ExpressionAttributeValues: { ':partition': partition, ':end': end },
      ...(start && { ExclusiveStartKey: start }),
    });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the command answers
    const page = (await table.send(command)) as QueryCommandOutput;
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start);
  return items;
}

/** The items of one entity, without their keys and what electrodb marks them with. */
export function itemsOf({ schema }: Marked, items: readonly Item[]): readonly Item[] {
  return items.filter((item) => item['__edb_e__'] === schema.model.entity).map(ownAttributes);
}

function ownAttributes(item: Item): Item {
  const own: Record<string, unknown> = {};
  for (const key of Object.keys(item)) if (!BOOKKEEPING.has(key)) own[key] = item[key];
  return own;
}
