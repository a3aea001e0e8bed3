import { createHmac, randomBytes } from 'node:crypto';

import { clientNetwork } from '#domain/client-network.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';
import type { Item, ItemKey, TableClient } from '#store/table.ts';

const { name: TableName, partitionKey, sortKey } = TABLE_SCHEMA;
/** Where the key of the day is. */
export const VISITOR_KEY: ItemKey = { partition: 'visitor-key', sort: 'visitor-key' };

/** Makes an address a hash, 64 bits as base64url, that nobody can lead back to it once its day is over. */
export type HashAddress = (address: string) => string;

/** Hashes by the key of a day; a key is asked for once a day and process. */
export function createVisitorKeys(table: () => TableClient): (now: Date) => Promise<HashAddress> {
  let today = '';
  let hash: Promise<HashAddress> | undefined;
  return async (now) => {
    const day = now.toISOString().slice(0, 10);
    if (!hash || day !== today) {
      today = day;
      hash = keyOf(table(), day).then(hashingWith);
      hash.catch(() => {
        hash = undefined;
      });
    }
    return hash;
  };
}

const hashingWith =
  (key: Uint8Array): HashAddress =>
  (address) =>
    createHmac('sha256', key).update(clientNetwork(address)).digest().toString('base64url', 0, 8);

/** The day's key, which takes the place of the one before: that one is gone. */
async function keyOf(table: TableClient, day: string): Promise<Uint8Array> {
  const [before] = await table.find([VISITOR_KEY]);
  const known = readKey(before, day);
  if (known) return known;
  const key = randomBytes(32);
  try {
    await table.write('TransactWriteItems', { TransactItems: [keyPut(key, day)] });
    return key;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'TransactionCanceledException') throw error;
    const [other] = await table.find([VISITOR_KEY]);
    const theirs = readKey(other, day);
    if (theirs) return theirs;
    throw error;
  }
}

function readKey(item: Item | undefined, day: string): Uint8Array | undefined {
  const key = item?.['day'] === day ? item['key'] : undefined;
  return typeof key === 'string' ? Buffer.from(key, 'base64url') : undefined;
}

/** As a text: a backup reads every item as JSON, also those that it leaves out. */
const keyPut = (key: Buffer, day: string): object => ({
  Put: {
    TableName,
    Item: {
      [partitionKey]: VISITOR_KEY.partition,
      [sortKey]: VISITOR_KEY.sort,
      day,
      key: key.toString('base64url'),
    },
    ConditionExpression: 'attribute_not_exists(#day) OR #day <> :day',
    ExpressionAttributeNames: { '#day': 'day' },
    ExpressionAttributeValues: { ':day': day },
  },
});
