import type { DownloadPeriod } from '#domain/downloads/download-period.ts';
import type { PackageName } from '#domain/package-name.ts';
import { addCounts } from '#store/add-counts.ts';
import { itemsOf, listItems } from '#store/items.ts';
import type { TableReader } from '#store/table.ts';

const partitionOf = (name: PackageName): string => `downloads-of-month#${name}`;
/** `2026-11` of `2026-11-21`. */
const monthOf = (day: string): string => day.slice(0, 7);

/** What is added to a package's day. */
export interface Gain {
  readonly name: PackageName;
  readonly day: string;
  readonly times: number;
}

/** Adds to the sums of a month's days: eighteen months are read by one small request. */
export const monthUpdates = (gains: readonly Gain[]): readonly object[] =>
  [...Map.groupBy(gains, ({ name, day }) => `${name} ${monthOf(day)}`).values()].flatMap(
    (some) => monthUpdate(some) ?? [],
  );

function monthUpdate(gains: readonly Gain[]): object | undefined {
  const [first] = gains;
  if (!first) return undefined;
  const key = { partition: partitionOf(first.name), sort: monthOf(first.day) };
  return addCounts(
    { key, entity: 'downloadMonth' },
    gains.map(({ day, times }) => [day, times]),
  );
}

/** How often a package was downloaded on each day of a period; days without any are not in it. */
export type DownloadTotals = (
  name: PackageName,
  period: DownloadPeriod,
) => Promise<ReadonlyMap<string, number>>;

export const createDownloadTotals =
  (table: () => TableReader): DownloadTotals =>
  async (name, { start, end }) => {
    const query = {
      partition: partitionOf(name),
      from: monthOf(start),
      // What follows the last month comes after it and a character that no month has.
      before: `${monthOf(end)}$`,
    };
    const items = itemsOf('downloadMonth', await listItems(table(), query));
    const days = items.flatMap((item) => Object.entries(item));
    const wanted = days.filter(([day]) => /^\d{4}-/.test(day) && day >= start && day <= end);
    return new Map(wanted.map(([day, times]) => [day, Number(times)]));
  };
