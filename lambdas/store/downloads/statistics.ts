import type { TableReader } from '#store/table.ts';

import { createDownloadCounts, type DownloadCounts } from './download-counts.ts';
import { createMissingCounts, type MissingCounts } from './missing.ts';
import { createDownloadTotals, type DownloadTotals } from './month-item.ts';
import { createPopularPackages, type PopularPackages } from './popular.ts';
import { createRefusedVersions, type RefusedVersions } from './refused.ts';
import { createRegistryAddresses, type RegistryAddresses } from './registry-addresses.ts';
import { createRegistryDownloads, type RegistryDownloads } from './registry-day.ts';

/** What was counted. */
export interface DownloadStatistics {
  /** How often a package was downloaded on each day: eighteen months cost as little as one. */
  readonly downloadTotals: DownloadTotals;
  /** The same by version, client and more: as much to read as there were days. */
  readonly downloadCounts: DownloadCounts;
  /** Of all packages together. */
  readonly registryDownloads: RegistryDownloads;
  /** From about how many addresses those were. */
  readonly registryAddresses: RegistryAddresses;
  /** What was looked for in vain. */
  readonly missingCounts: MissingCounts;
  /** What rules of upstreams refused. */
  readonly refusedVersions: RefusedVersions;
  readonly popularPackages: PopularPackages;
}

export const openStatistics = (table: () => TableReader): DownloadStatistics => ({
  downloadTotals: createDownloadTotals(table),
  downloadCounts: createDownloadCounts(table),
  registryDownloads: createRegistryDownloads(table),
  registryAddresses: createRegistryAddresses(table),
  missingCounts: createMissingCounts(table),
  refusedVersions: createRefusedVersions(table),
  popularPackages: createPopularPackages(table),
});
