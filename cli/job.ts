import type { JobName } from '#store/services.ts';

import { createAccessLog } from '../local/http/access-log.ts';
import { openRegistry } from '../local/registry.ts';
import type { Call, ExitCode } from './command/command.ts';
import { askAsAdmin } from './registry/admin-request.ts';
import { settingsOf } from './settings.ts';

/** A maintenance job on a data folder, or of a running registry that is asked for it, and its report. */
export const program =
  (job: JobName) =>
  async ({ values, terminal }: Call): Promise<ExitCode> => {
    const { registry } = values;
    const report =
      typeof registry === 'string'
        ? await askAsAdmin(registry, 'POST', `/-/v1/jobs/${job}`)
        : await onFolder(job, values);
    const parts = Object.entries(report).map(([name, value]) => `${value} ${name}`);
    terminal.result(report, `${job}: ${parts.join(', ')}\n`);
    return 0;
  };

async function onFolder(job: JobName, values: Call['values']): Promise<object> {
  const silent = createAccessLog('none', () => undefined);
  const registry = await openRegistry(settingsOf(values), silent);
  try {
    return await registry.services.runJob(job);
  } finally {
    await registry.close();
  }
}
