import type { DownloadPeriod } from '#domain/downloads/download-period.ts';
import { addCounts } from '#store/add-counts.ts';
import { itemsOf, listItems } from '#store/items.ts';
import type { StoredRelease } from '#store/releases.ts';
import type { TableReader } from '#store/table.ts';

const PARTITION = 'publishes';
/** Who adds at the same time seldom adds to the same item. */
const SHARDS = 64;
/** Days for which a package's entry has its versions by day; what was before them stays as it was added up. */
const RECENT_DAYS = 31;

/** Versions by the day of their publish, as `2026-11-21`, UTC. */
export type PublishedDays = Readonly<Record<string, number>>;

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
/** `2026-11` of `2026-11-21`. */
const monthOf = (day: string): string => day.slice(0, 7);

/** Those of the last days: what is left of an entry that was written a while ago. */
export function recentDays(published: PublishedDays, now: Date): PublishedDays {
  const oldest = oldestOf(now);
  return Object.fromEntries(Object.entries(published).filter(([day]) => day >= oldest));
}

const oldestOf = (now: Date): string => dayOf(now.getTime() - RECENT_DAYS * 86_400_000);

/** What a package published in the last days that is there still. */
export function publishedDays(
  releases: readonly Pick<StoredRelease, 'publishedAt'>[],
  now: Date,
): PublishedDays {
  const [oldest, today] = [oldestOf(now), dayOf(now.getTime())];
  const days: Record<string, number> = {};
  for (const { publishedAt } of releases) {
    const day = publishedAt.slice(0, 10);
    if (day >= oldest && day <= today) days[day] = (days[day] ?? 0) + 1;
  }
  return days;
}

/** Adds what a package has more, or less, on each of these days than was added of it before. */
export function publishedUpdates(
  before: PublishedDays = {},
  after: PublishedDays = {},
): readonly object[] {
  const days = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = days
    .map((day) => [day, (after[day] ?? 0) - (before[day] ?? 0)] as const)
    .filter(([, count]) => count !== 0);
  const shard = Math.floor(Math.random() * SHARDS);
  const months = Map.groupBy(changed, ([day]) => monthOf(day));
  return [...months].map(([month, some]) => {
    const key = { partition: PARTITION, sort: `${month}#${shard}` };
    return addCounts({ key, entity: 'publishedMonth' }, some);
  });
}

/** How many versions, of public and private packages together, were published on each day; days without any are not in it. */
export async function publishedByDay(
  table: TableReader,
  { start, end }: DownloadPeriod,
): Promise<ReadonlyMap<string, number>> {
  // Behind the month stands the shard: `$` comes after the `#` between them.
  const query = { partition: PARTITION, from: monthOf(start), before: `${monthOf(end)}$` };
  const days = new Map<string, number>();
  for (const item of itemsOf('publishedMonth', await listItems(table, query))) {
    for (const [day, count] of Object.entries(item)) {
      if (day >= start && day <= end) days.set(day, (days.get(day) ?? 0) + Number(count));
    }
  }
  return days;
}
