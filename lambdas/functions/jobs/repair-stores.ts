import { packageTag } from '#domain/package.ts';
import { logError } from '#http/log.ts';
import { openBlobs } from '#store/aws/blobs.ts';
import { openDocuments } from '#store/aws/documents.ts';
import { hasEdge, purgeEdge } from '#store/aws/edge.ts';
import { keepPublicTarballs } from '#store/aws/public-tarballs.ts';
import { openReadingTable } from '#store/aws/reading-table.ts';
import { openReadmes } from '#store/aws/readmes.ts';
import { withSearch } from '#store/aws/search.ts';
import { openStatistics } from '#store/downloads/statistics.ts';
import { renderHere } from '#store/render-here.ts';
import type { Services } from '#store/services.ts';

import { compose } from '../compose.ts';

const table = openReadingTable();
const stores = compose({
  table,
  ...openStatistics(() => table),
  blobs: openBlobs(),
  documents: openDocuments(),
  readmes: openReadmes(),
  rendering: renderHere,
});

/** What the edge reads without us, and what it still has where a publish could not tell it. */
function forEdge(): Pick<Services, 'packageRepaired'> {
  if (!hasEdge()) return {};
  const keepTarballs = keepPublicTarballs(stores);
  return {
    async packageRepaired(name, documents) {
      await keepTarballs(name);
      if (documents === 'repaired') await purgeEdge([packageTag(name)]);
    },
  };
}

const edge = forEdge();

/** Gives work the stores that are derived from the table; the search index is written once, at its end. */
export async function withRepairStores<T>(work: (stores: Services) => Promise<T>): Promise<T> {
  return withSearch(async (search) => work(compose({ ...stores, ...edge, search })), logError);
}
