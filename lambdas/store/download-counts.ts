import type { DownloadPeriod } from '#domain/download-period.ts';
import type { PackageName } from '#domain/package-name.ts';
import { itemsOf, pagesOf } from '#store/items.ts';
import type { TableReader } from '#store/table.ts';

/** Downloads that were counted, all versions of a package together, by day; days without any are not in it. */
export type DownloadCounts = (
  name: PackageName,
  period: DownloadPeriod,
) => Promise<ReadonlyMap<string, number>>;

/** Adds up what was counted, page after page. */
export const createDownloadCounts =
  (table: () => TableReader): DownloadCounts =>
  async (name, { start, end }) => {
    const counts = new Map<string, number>();
    // Behind the day stands its version: `$` comes after the `#` between them.
    const query = { partition: `downloads#${name}`, from: start, before: `${end}$` };
    for await (const page of pagesOf(table(), query)) {
      for (const item of itemsOf('download', page)) {
        const day = String(item['day']);
        counts.set(day, (counts.get(day) ?? 0) + Number(item['count']));
      }
    }
    return counts;
  };
