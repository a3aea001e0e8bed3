import type { JobName } from '#store/services.ts';

import type { Settings } from '../local/config/schema.ts';
import { createAccessLog } from '../local/http/access-log.ts';
import { openRegistry } from '../local/registry.ts';

/** A job's report, from a data folder that no registry uses. */
export async function onFolder(job: JobName, settings: Settings): Promise<object> {
  const silent = createAccessLog('none', () => undefined);
  const registry = await openRegistry(settings, silent);
  try {
    return await registry.services.runJob(job);
  } finally {
    await registry.close();
  }
}
