import type { JobName } from '#store/services.ts';

import type { Call, ExitCode } from './command/command.ts';
import { askAsAdmin } from './registry/admin-request.ts';
import { unknownAnswer } from './registry/refused.ts';
import { settingsOf } from './settings.ts';

/** A maintenance job on a data folder, or of a running registry that is asked for it, and its report. */
export const program =
  (job: JobName) =>
  async ({ values, terminal }: Call): Promise<ExitCode> => {
    const { registry } = values;
    const report =
      typeof registry === 'string'
        ? await askAsAdmin(registry, 'POST', `/-/v1/jobs/${job}`)
        : await (await import('./job-on-folder.ts')).onFolder(job, settingsOf(values));
    // What a job has done is told in numbers, also where it was nothing.
    if (Object.keys(report).length === 0) throw unknownAnswer(String(registry));
    const parts = Object.entries(report).map(([name, value]) => `${value} ${name}`);
    terminal.result(report, `${job}: ${parts.join(', ')}\n`);
    return 0;
  };
