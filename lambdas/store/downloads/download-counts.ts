import type { DownloadPeriod } from '#domain/downloads/download-period.ts';
import type { PackageName } from '#domain/package-name.ts';
import { itemsOf, pagesOf } from '#store/items.ts';
import type { TableReader } from '#store/table.ts';

import { toDay } from './day-item.ts';

/** What was counted of a package on a day. */
export interface CountedDay {
  readonly total: number;
  readonly robots: number;
  readonly beyondLimit: number;
  readonly versions: ReadonlyMap<string, number>;
  readonly clients: ReadonlyMap<string, number>;
  readonly nodes: ReadonlyMap<string, number>;
  readonly addresses: number;
}

/** What was counted of a package by day; days without any downloads are not in it. */
export type DownloadCounts = (
  name: PackageName,
  period: DownloadPeriod,
) => Promise<ReadonlyMap<string, CountedDay>>;

/** Adds up what was counted, page after page. */
export const createDownloadCounts =
  (table: () => TableReader): DownloadCounts =>
  async (name, { start, end }) => {
    const days = new Map<string, CountedDay>();
    // Behind the day stands its shard: `$` comes after the `#` between them.
    const query = { partition: `downloads#${name}`, from: start, before: `${end}$` };
    for await (const page of pagesOf(table(), query)) {
      for (const item of itemsOf('download', page)) {
        const day = String(item['day']);
        days.set(day, plus(days.get(day) ?? NOTHING_COUNTED, toDay(item).day));
      }
    }
    return days;
  };

/** A day without any downloads. */
export const NOTHING_COUNTED: CountedDay = {
  total: 0,
  robots: 0,
  beyondLimit: 0,
  versions: new Map(),
  clients: new Map(),
  nodes: new Map(),
  addresses: 0,
};

type Shard = ReturnType<typeof toDay>['day'];

const plus = (day: CountedDay, shard: Shard): CountedDay => ({
  total: day.total + shard.total,
  robots: day.robots + shard.robots,
  beyondLimit: day.beyondLimit + shard.beyondLimit,
  versions: sum(day.versions, shard.versions),
  clients: sum(day.clients, shard.clients),
  nodes: sum(day.nodes, shard.nodes),
  // Of two shards the larger: the same addresses are in both.
  addresses: Math.max(day.addresses, shard.addresses),
});

function sum(
  counts: ReadonlyMap<string, number>,
  more: Readonly<Record<string, number>>,
): ReadonlyMap<string, number> {
  const sums = new Map(counts);
  for (const [key, count] of Object.entries(more)) sums.set(key, (sums.get(key) ?? 0) + count);
  return sums;
}
