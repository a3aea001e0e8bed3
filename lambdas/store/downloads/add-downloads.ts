import { createHash } from 'node:crypto';

import {
  addDownloads,
  type DayDownloads,
  type Download,
  visitorsOf,
} from '#domain/downloads/day-downloads.ts';
import { revPut } from '#store/rev-put.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';
import type { Item, ItemKey, TableClient } from '#store/table.ts';

import { type Addition, addOnce } from './add-once.ts';
import { type DayKey, dayPartition, daySort, toDay } from './day-item.ts';
import { type MissingCount, missingDays, specOf } from './missing.ts';
import { type Gain, monthUpdates } from './month-item.ts';
import { popularDays, popularShards } from './popular.ts';
import { type RefusedCount, refusedDays } from './refused.ts';
import { addressDays } from './registry-addresses.ts';
import { registryUpdates } from './registry-day.ts';

const { partitionKey, sortKey } = TABLE_SCHEMA;

/** Packages of one transaction, each with a month, and up to seven items for all: DynamoDB takes 100, and 4 MB. */
const AT_ONCE = 40;
/** Attempts on the first shard, which alone knows who was there before. */
const PATIENT = 4;

/** Downloads that are added once, whatever they are delivered with. */
export interface Batch {
  readonly downloads: readonly Download[];
  readonly missing: readonly MissingCount[];
  readonly refused: readonly RefusedCount[];
  /** So many of one address, package and day count; 0: all. */
  readonly limit: number;
}

/** Some of a batch that is added as a whole. */
export interface Part {
  /** Of the downloads, and of what is missed or refused, that are in it. */
  readonly ids: readonly string[];
  /** Does nothing where it was added before. Throws `unavailable` where others are quicker again and again. */
  readonly add: (table: TableClient, now: Date) => Promise<void>;
}

/**
 * Takes a batch apart: a part has up to forty packages of one day, and is known by what is in it. One that was added before is
 * not added again, also where it comes with another batch.
 */
export function partsOf({ downloads, missing, refused, limit }: Batch): readonly Part[] {
  const days = [...Map.groupBy(downloads, ({ day }) => day)].toSorted(byKey);
  const parts = days.flatMap(([day, ofDay]) => {
    const packages = [...Map.groupBy(ofDay, ({ name }) => name)].toSorted(byKey);
    return Array.from({ length: Math.ceil(packages.length / AT_ONCE) }, (_, at) => {
      const some = packages.slice(at * AT_ONCE, (at + 1) * AT_ONCE).map(([, each]) => each);
      return toPart(some.flat(), downloadPuts(day, some, limit));
    });
  });
  return [
    ...parts,
    ...(missing.length > 0 ? [toPart(missing, missingPuts(missing))] : []),
    ...(refused.length > 0 ? [toPart(refused, refusedPuts(refused))] : []),
  ];
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : 1;

function toPart(of: readonly { readonly id: string }[], addition: Addition): Part {
  const ids = of.map(({ id }) => id);
  const key = createHash('sha256').update(ids.toSorted().join('\n')).digest('base64url');
  return { ids, add: async (table, now) => addOnce(table, { key, now }, addition) };
}

/** Where somebody else adds to the same days again and again, another shard of theirs is added to. */
const shardOf = (attempt: number): number => Math.max(0, attempt - PATIENT + 1);

const keyOf = ({ name, day }: Download, attempt: number): DayKey => ({
  name,
  day,
  shard: shardOf(attempt),
});

function downloadPuts(
  day: string,
  packages: readonly (readonly Download[])[],
  limit: number,
): Addition {
  const first = packages.flatMap(([download]) => download ?? []);
  const visitors = visitorsOf(packages.flat());
  const sharedShard = popularShards();
  return {
    keys: (attempt) => [
      popularDays.keyOf(day, sharedShard(attempt)),
      addressDays.keyOf(day, sharedShard(attempt)),
      ...first.map((download) => {
        const key = keyOf(download, attempt);
        return { partition: dayPartition(key), sort: daySort(key) };
      }),
    ],
    writes([popular, addresses, ...found], attempt) {
      const changes = first.map((download, at): Change => {
        const { rev, day: before } = toDay(found[at]);
        const after = addDownloads(before, packages[at] ?? [], limit);
        return { key: keyOf(download, attempt), rev, before, after };
      });
      const gains = changes.flatMap(gainOf);
      const place = { day, shard: sharedShard(attempt) };
      const counts = gains.map(({ name, times }) => ({ key: name, times }));
      return [
        ...changes.map(({ key, rev, after }) => dayPut(key, rev, after)),
        ...monthUpdates(gains),
        popularDays.put(place, counts, popular),
        ...addressDays.puts(place, visitors, addresses),
        ...registryUpdates(changes),
      ];
    },
  };
}

interface Change {
  readonly key: DayKey;
  readonly rev: number;
  readonly before: DayDownloads;
  readonly after: DayDownloads;
}

function gainOf({ key: { name, day }, before, after }: Change): readonly Gain[] {
  const times = after.total - before.total;
  return times > 0 ? [{ name, day, times }] : [];
}

const missingPuts = (missing: readonly MissingCount[]): Addition =>
  dayPuts(
    Map.groupBy(missing, ({ day }) => day),
    {
      keyOf: missingDays.keyOf,
      put: (place, some, before) =>
        missingDays.put(
          place,
          some.map((each) => ({ key: specOf(each), times: each.times })),
          before,
        ),
    },
  );

const refusedPuts = (refused: readonly RefusedCount[]): Addition =>
  dayPuts(
    Map.groupBy(refused, ({ at }) => at.slice(0, 10)),
    refusedDays,
  );

/** Items that have a day of all packages each. */
interface DayItems<T> {
  readonly keyOf: (day: string, shard: number) => ItemKey;
  readonly put: (
    place: { readonly day: string; readonly shard: number },
    counts: readonly T[],
    before: Item | undefined,
  ) => object;
}

const dayPuts = <T>(days: ReadonlyMap<string, readonly T[]>, items: DayItems<T>): Addition => ({
  keys: (attempt) => [...days.keys()].map((day) => items.keyOf(day, shardOf(attempt))),
  writes: (found, attempt) =>
    [...days].map(([day, some], at) =>
      items.put({ day, shard: shardOf(attempt) }, some, found[at]),
    ),
});

const dayPut = (key: DayKey, rev: number, day: DayDownloads): object =>
  revPut(
    {
      [partitionKey]: dayPartition(key),
      [sortKey]: daySort(key),
      ...day,
      name: key.name,
      day: key.day,
      __edb_e__: 'download',
      __edb_v__: '1',
    },
    rev,
  );
