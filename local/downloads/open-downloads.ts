import { createDownloadCounts } from '#store/downloads/download-counts.ts';
import { createMissingCounts } from '#store/downloads/missing.ts';
import { createPopularPackages } from '#store/downloads/popular.ts';
import { createRegistryDownloads } from '#store/downloads/registry-day.ts';
import type { Services } from '#store/services.ts';

import { createDownloadCounter, type DownloadCounter } from './counter.ts';
import { openDownloadJournal } from './journal.ts';

interface LocalDownloads {
  readonly counter: DownloadCounter;
  /** What was counted of packages up to some minute: what is derived from it waits for nothing. */
  readonly addedUp: Services['downloadCounts'];
  /** What was counted, up to the moment that one asks. */
  readonly upToNow: Pick<
    Services,
    'downloadCounts' | 'registryDownloads' | 'missingCounts' | 'popularPackages'
  >;
}

/** Counting on one machine, where no queue stands between who serves and who adds up. */
export function openLocalDownloads(
  { table, now, policy }: Pick<Services, 'table' | 'now' | 'policy'>,
  folder: string,
): LocalDownloads {
  const journal = openDownloadJournal(folder);
  const counter = createDownloadCounter({ table, journal, now, limit: policy.downloadLimit });
  const ofPackage = createDownloadCounts(() => table);
  const ofAll = createRegistryDownloads(() => table);
  const ofMissing = createMissingCounts(() => table);
  const popular = createPopularPackages(() => table);
  return {
    counter,
    addedUp: ofPackage,
    upToNow: {
      async downloadCounts(name, period) {
        await counter.settle();
        return ofPackage(name, period);
      },
      async registryDownloads(period) {
        await counter.settle();
        return ofAll(period);
      },
      async missingCounts(period) {
        await counter.settle();
        return ofMissing(period);
      },
      async popularPackages(period) {
        await counter.settle();
        return popular(period);
      },
    },
  };
}
