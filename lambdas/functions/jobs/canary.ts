import { logInfo } from '#http/log.ts';
import { runCanary } from '#jobs/canary/run.ts';
import { withOutcome } from '#jobs/with-outcome.ts';
import { openDocumentTable } from '#store/aws/document-table.ts';

import { compose } from '../compose.ts';

const services = compose({ table: openDocumentTable() });

/** Throws where publishing or installing fails: the function's errors raise the alarm. */
export async function handler(): Promise<void> {
  logInfo(
    'canary',
    await withOutcome(services, { job: 'canary' }, async () => runCanary(services)),
  );
}
