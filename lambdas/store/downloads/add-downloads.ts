import { createHash } from 'node:crypto';

import { addDownloads, type DayDownloads, type Download } from '#domain/downloads/day-downloads.ts';
import { unavailable } from '#domain/errors.ts';
import { backOff } from '#store/backoff.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';
import type { Item, ItemKey, TableClient } from '#store/table.ts';

import { type DayKey, dayPartition, daySort, toDay } from './day-item.ts';
import type { DayCount } from './frequent-day.ts';
import { type MissingCount, missingDays, specOf } from './missing.ts';
import { popularDays, popularShards } from './popular.ts';
import { registryUpdates } from './registry-day.ts';

const { name: TableName, partitionKey, sortKey, ttlAttribute } = TABLE_SCHEMA;

/** Packages' days of one transaction: DynamoDB takes 100 items, and 4 MB, of them. */
const AT_ONCE = 40;
const ATTEMPTS = 6;
/** Longer than a queue may keep a message, in seconds. */
const REMEMBERED = 15 * 86_400;

/** Downloads that are added together, and once. */
export interface Batch {
  /** The same for the same downloads, however often and in whatever order they are delivered. */
  readonly id: string;
  readonly downloads: readonly Download[];
  readonly missing: readonly MissingCount[];
  /** So many of one address, package and day count; 0: all. */
  readonly limit: number;
}

/**
 * Adds downloads to their packages' days: a write for each package and day, and one for each forty of them. A
 * batch that was added before is not added again. Throws `unavailable` where others are quicker again and again.
 */
export async function addBatch(table: TableClient, now: Date, batch: Batch): Promise<void> {
  const part = (place: number | 'missing'): Part => ({
    id: createHash('sha256').update(`${batch.id}#${place}`).digest('base64url'),
    now,
  });
  const days = [...byDay(batch.downloads)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (let start = 0; start < days.length; start += AT_ONCE) {
    const some = days.slice(start, start + AT_ONCE).map(([, downloads]) => downloads);
    await addOnce(table, part(start), downloadPuts(some, batch.limit));
  }
  const missing = Object.entries(Object.groupBy(batch.missing, ({ day }) => day));
  if (missing.length > 0) await addOnce(table, part('missing'), missingPuts(missing));
}

function byDay(downloads: readonly Download[]): Map<string, Download[]> {
  const days = new Map<string, Download[]>();
  for (const download of downloads) {
    const key = `${download.name} ${download.day}`;
    const day = days.get(key);
    if (day) day.push(download);
    else days.set(key, [download]);
  }
  return days;
}

interface Part {
  readonly id: string;
  readonly now: Date;
}

/** What has to be read for a part, in a shard, and what is to be written then. */
interface Addition {
  readonly keys: (shard: number) => readonly ItemKey[];
  readonly writes: (found: readonly (Item | undefined)[], shard: number) => readonly object[];
}

/** Where somebody else adds to the same items at the same time, another shard of theirs is added to. */
async function addOnce(table: TableClient, part: Part, { keys, writes }: Addition): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const found = await table.find(keys(attempt));
    const outcome = await write(table, [batchPut(part), ...writes(found, attempt)]);
    if (outcome !== 'others were quicker') return;
    await backOff(attempt);
  }
  throw unavailable('downloads are counted by others at this moment: try again');
}

const keyOf = ({ name, day }: Download, shard: number): DayKey => ({ name, day, shard });

function downloadPuts(packages: readonly (readonly Download[])[], limit: number): Addition {
  const first = packages.flatMap(([download]) => download ?? []);
  const days = [...new Set(first.map(({ day }) => day))];
  const popularShard = popularShards();
  return {
    keys: (shard) => [
      ...first.map((download) => {
        const key = keyOf(download, shard);
        return { partition: dayPartition(key), sort: daySort(key) };
      }),
      ...days.map((day) => popularDays.keyOf(day, popularShard(shard))),
    ],
    writes(found, shard) {
      const changes = first.map((download, at): Change => {
        const { rev, day: before } = toDay(found[at]);
        const after = addDownloads(before, packages[at] ?? [], limit);
        return { key: keyOf(download, shard), rev, before, after };
      });
      const popular = days.map((day, at) => {
        const place = { day, shard: popularShard(shard) };
        return popularDays.put(place, gains(changes, day), found[first.length + at]);
      });
      const puts = changes.map(({ key, rev, after }) => dayPut(key, rev, after));
      return [...puts, ...popular, ...registryUpdates(changes)];
    },
  };
}

interface Change {
  readonly key: DayKey;
  readonly rev: number;
  readonly before: DayDownloads;
  readonly after: DayDownloads;
}

const gains = (changes: readonly Change[], wanted: string): readonly DayCount[] =>
  changes
    .filter(({ key, before, after }) => key.day === wanted && after.total > before.total)
    .map(({ key, before, after }) => ({ key: key.name, times: after.total - before.total }));

const missingPuts = (
  days: readonly (readonly [day: string, missing: readonly MissingCount[] | undefined])[],
): Addition => ({
  keys: (shard) => days.map(([day]) => missingDays.keyOf(day, shard)),
  writes: (found, shard) =>
    days.map(([day, missing = []], at) => {
      const counts = missing.map((each) => ({ key: specOf(each), times: each.times }));
      return missingDays.put({ day, shard }, counts, found[at]);
    }),
});

type Outcome = 'added' | 'added before' | 'others were quicker';

async function write(table: TableClient, TransactItems: readonly object[]): Promise<Outcome> {
  try {
    await table.write('TransactWriteItems', { TransactItems });
    return 'added';
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'TransactionCanceledException') throw error;
    const { CancellationReasons: [batch] = [] } = error as Error & {
      readonly CancellationReasons?: readonly { readonly Code?: string }[];
    };
    return batch?.Code === 'ConditionalCheckFailed' ? 'added before' : 'others were quicker';
  }
}

/** Says that a part of a batch was added. */
const batchPut = ({ id, now }: Part): object => ({
  Put: {
    TableName,
    Item: {
      [partitionKey]: `counted#${id}`,
      [sortKey]: 'counted',
      [ttlAttribute]: Math.floor(now.getTime() / 1000) + REMEMBERED,
    },
    ConditionExpression: 'attribute_not_exists(#key)',
    ExpressionAttributeNames: { '#key': partitionKey },
  },
});

function dayPut(key: DayKey, rev: number, day: DayDownloads): object {
  const Item = {
    [partitionKey]: dayPartition(key),
    [sortKey]: daySort(key),
    ...day,
    name: key.name,
    day: key.day,
    rev: rev + 1,
    __edb_e__: 'download',
    __edb_v__: '1',
  };
  const condition =
    rev === 0
      ? { ConditionExpression: 'attribute_not_exists(#rev)' }
      : { ConditionExpression: '#rev = :rev', ExpressionAttributeValues: { ':rev': rev } };
  return { Put: { TableName, Item, ...condition, ExpressionAttributeNames: { '#rev': 'rev' } } };
}
