import { type DownloadStatistics, openStatistics } from '#store/downloads/statistics.ts';
import type { Services } from '#store/services.ts';

import { createDownloadCounter, type DownloadCounter } from './counter.ts';
import { openDownloadJournal } from './journal.ts';

interface LocalDownloads {
  readonly counter: DownloadCounter;
  /** What was counted up to some minute: what is derived from it waits for nothing. */
  readonly addedUp: DownloadStatistics;
  /** What was counted, up to the moment that one asks. */
  readonly upToNow: DownloadStatistics;
}

/** Counting on one machine, where no queue stands between who serves and who adds up. */
export function openLocalDownloads(
  { table, now, policy }: Pick<Services, 'table' | 'now' | 'policy'>,
  folder: string,
): LocalDownloads {
  const journal = openDownloadJournal(folder);
  const counter = createDownloadCounter({ table, journal, now, limit: policy.downloadLimit });
  const addedUp = openStatistics(() => table);
  const settled =
    <A extends readonly unknown[], T>(tell: (...asked: A) => Promise<T>) =>
    async (...asked: A): Promise<T> => {
      await counter.settle();
      return tell(...asked);
    };
  return {
    counter,
    addedUp,
    upToNow: {
      downloadTotals: settled(addedUp.downloadTotals),
      downloadCounts: settled(addedUp.downloadCounts),
      registryDownloads: settled(addedUp.registryDownloads),
      registryAddresses: settled(addedUp.registryAddresses),
      missingCounts: settled(addedUp.missingCounts),
      refusedVersions: settled(addedUp.refusedVersions),
      popularPackages: settled(addedUp.popularPackages),
    },
  };
}
