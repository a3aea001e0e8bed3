import { tmpdir } from 'node:os';
import path from 'node:path';

import { logError, logInfo } from '#http/log.ts';
import { withOutcome } from '#jobs/with-outcome.ts';
import { openReadingTable } from '#store/aws/reading-table.ts';
import { keepTrustRoot, trustRootUrl } from '#store/aws/trust-root.ts';
import { PUBLIC } from '#store/trust/bundled-root.ts';
import { fetchTrustRoot } from '#store/trust/fetch-root.ts';

const stores = { table: openReadingTable(), now: (): Date => new Date() };

/** Keeps the newest trust root for the functions that verify provenance; where it can't be had, the last one stays. */
export async function handler(): Promise<void> {
  const source = trustRootUrl() ?? PUBLIC;
  try {
    await withOutcome(stores, { job: 'trust-root' }, async () =>
      keepTrustRoot(await fetchTrustRoot(source, path.join(tmpdir(), 'tuf'))),
    );
    logInfo('the trust root was kept', { source });
  } catch (error) {
    logError('the trust root could not be fetched: the last one stays', error, { source });
  }
}
