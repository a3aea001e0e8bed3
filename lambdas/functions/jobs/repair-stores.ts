import { logError } from '#http/log.ts';
import { openBlobs } from '#store/aws/blobs.ts';
import { openDocuments } from '#store/aws/documents.ts';
import { openReadingTable } from '#store/aws/reading-table.ts';
import { withSearchIndex } from '#store/aws/search-artifact.ts';
import type { Services } from '#store/services.ts';

import { compose } from '../compose.ts';

const stores = {
  table: openReadingTable(),
  blobs: openBlobs(),
  documents: openDocuments(),
};

/** Gives work the stores that are derived from the table; the search index is written once, at its end. */
export async function withRepairStores<T>(work: (stores: Services) => Promise<T>): Promise<T> {
  return withSearchIndex(async (search) => work(compose({ ...stores, search })), {
    report: logError,
  });
}
