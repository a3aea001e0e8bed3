import type { DayDownloads } from '#domain/downloads/day-downloads.ts';
import type { DownloadPeriod } from '#domain/downloads/download-period.ts';
import { addCounts } from '#store/add-counts.ts';
import { itemsOf, pagesOf } from '#store/items.ts';
import type { Item, TableReader } from '#store/table.ts';

import type { DayKey } from './day-item.ts';

/** No package is called so. */
const PARTITION = 'downloads-of-all';
/** Who adds at the same time seldom adds to the same item. */
const SHARDS = 16;

/** What a package's day was and has become. */
interface Change {
  readonly key: DayKey;
  readonly before: DayDownloads;
  readonly after: DayDownloads;
}

/** Where the sum of all days is, as if it were one; no day is called so. */
const ALL_DAYS = 'all';
/** Since there is a registry. */
export const EVER: DownloadPeriod = { start: ALL_DAYS, end: ALL_DAYS };

/** Adds what packages have more than before to the registry's days, in the same transaction. */
export function registryUpdates(changes: readonly Change[]): readonly object[] {
  const days = Map.groupBy(changes, ({ key }) => key.day);
  return [...days, [ALL_DAYS, changes] as const].map(([day, some]) => dayUpdate(day, sumOf(some)));
}

function sumOf(changes: readonly Change[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { before, after } of changes) {
    for (const [counter, count] of countersOf(after)) {
      sums.set(counter, (sums.get(counter) ?? 0) + count);
    }
    for (const [counter, count] of countersOf(before)) {
      sums.set(counter, (sums.get(counter) ?? 0) - count);
    }
  }
  return sums;
}

const countersOf = (day: DayDownloads): readonly (readonly [string, number])[] => [
  ['total', day.total],
  ['robots', day.robots],
  ['beyondLimit', day.beyondLimit],
  ...Object.entries(day.clients).map(([name, count]) => [`client ${name}`, count] as const),
  ...Object.entries(day.nodes).map(([major, count]) => [`node ${major}`, count] as const),
];

function dayUpdate(day: string, sums: ReadonlyMap<string, number>): object {
  const added = [...sums].filter(([, count]) => count > 0);
  const shard = Math.floor(Math.random() * SHARDS);
  const key = { partition: PARTITION, sort: `${day}#${shard}` };
  return addCounts({ key, entity: 'registryDay', more: { day } }, added);
}

/** What was counted in the registry on a day. */
export interface RegistryDay {
  readonly total: number;
  readonly robots: number;
  readonly beyondLimit: number;
  readonly clients: ReadonlyMap<string, number>;
  readonly nodes: ReadonlyMap<string, number>;
}

/** By day; days without any downloads are not in it. */
export type RegistryDownloads = (
  period: DownloadPeriod,
) => Promise<ReadonlyMap<string, RegistryDay>>;

export const createRegistryDownloads =
  (table: () => TableReader): RegistryDownloads =>
  async ({ start, end }) => {
    const items: Item[] = [];
    const query = { partition: PARTITION, from: start, before: `${end}$` };
    for await (const page of pagesOf(table(), query)) items.push(...itemsOf('registryDay', page));
    const days = Map.groupBy(items, ({ day }) => String(day));
    return new Map([...days].map(([day, shards]) => [day, toRegistryDay(shards)]));
  };

function toRegistryDay(shards: readonly Item[]): RegistryDay {
  const sum = (counter: string): number =>
    shards.reduce((total, shard) => total + Number(shard[counter] ?? 0), 0);
  const by = (kind: string): ReadonlyMap<string, number> => {
    const counters = new Set(shards.flatMap((shard) => Object.keys(shard)));
    const own = [...counters].filter((counter) => counter.startsWith(`${kind} `));
    return new Map(own.map((counter) => [counter.slice(kind.length + 1), sum(counter)]));
  };
  return {
    total: sum('total'),
    robots: sum('robots'),
    beyondLimit: sum('beyondLimit'),
    clients: by('client'),
    nodes: by('node'),
  };
}
