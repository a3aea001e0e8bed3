import type { DownloadPeriod } from '#domain/downloads/download-period.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { TableReader } from '#store/table.ts';

import { frequentDays } from './frequent-day.ts';

/** Packages by name: those that are downloaded most. */
export const popularDays = frequentDays('popular', 300);

/** Who adds at the same time seldom adds to the same shard. */
const SHARDS = 8;

/** Another one at each attempt. */
export const popularShards = (): ((attempt: number) => number) => {
  const first = Math.floor(Math.random() * SHARDS);
  return (attempt) => (first + attempt) % SHARDS;
};

/** The packages that were downloaded most in a period, and at least how often. */
export type PopularPackages = (period: DownloadPeriod) => Promise<ReadonlyMap<PackageName, number>>;

export const createPopularPackages =
  (table: () => TableReader): PopularPackages =>
  async (period) =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- names of what was downloaded
    (await popularDays.sums(table(), period)) as ReadonlyMap<PackageName, number>;
