import { unavailable } from '#domain/errors.ts';
import { backOff } from '#store/backoff.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';
import type { Item, ItemKey, TableClient } from '#store/table.ts';

const { name: TableName, partitionKey, sortKey, ttlAttribute } = TABLE_SCHEMA;

const ATTEMPTS = 7;
/** Longer than a queue may keep a message, in seconds. */
const REMEMBERED = 15 * 86_400;

/** What has to be read for a part, at an attempt, and what is to be written then. */
export interface Addition {
  readonly keys: (attempt: number) => readonly ItemKey[];
  readonly writes: (found: readonly (Item | undefined)[], attempt: number) => readonly object[];
}

interface Marker {
  readonly key: string;
  readonly now: Date;
}

/** Does nothing where what has this key was added before. Throws `unavailable` where others are quicker again and again. */
export async function addOnce(
  table: TableClient,
  marker: Marker,
  { keys, writes }: Addition,
): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const found = await table.find(keys(attempt));
    const outcome = await write(table, [markerPut(marker), ...writes(found, attempt)]);
    if (outcome !== 'others were quicker') return;
    await backOff(attempt);
  }
  throw unavailable('downloads are counted by others at this moment: try again');
}

type Outcome = 'added' | 'added before' | 'others were quicker';

async function write(table: TableClient, TransactItems: readonly object[]): Promise<Outcome> {
  try {
    await table.write('TransactWriteItems', { TransactItems });
    return 'added';
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'TransactionCanceledException') throw error;
    const { CancellationReasons: [marker] = [] } = error as Error & {
      readonly CancellationReasons?: readonly { readonly Code?: string }[];
    };
    return marker?.Code === 'ConditionalCheckFailed' ? 'added before' : 'others were quicker';
  }
}

/** Says that a part was added. */
const markerPut = ({ key, now }: Marker): object => ({
  Put: {
    TableName,
    Item: {
      [partitionKey]: `counted#${key}`,
      [sortKey]: 'counted',
      [ttlAttribute]: Math.floor(now.getTime() / 1000) + REMEMBERED,
    },
    ConditionExpression: 'attribute_not_exists(#key)',
    ExpressionAttributeNames: { '#key': partitionKey },
  },
});
