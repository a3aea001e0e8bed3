import * as v from 'valibot';

import type { Call, ExitCode } from '../command/command.ts';
import { UsageError } from '../command/failure.ts';
import type { DOWNLOADS_OPTIONS } from '../commands/information.ts';
import { escaped, packageNamed } from '../organizing/names.ts';
import { openClient } from '../registry/client.ts';
import { table } from '../terminal/table.ts';

const PERIOD = /^(?:last-(?:day|week|month|year)|\d{4}-\d\d-\d\d(?::\d{4}-\d\d-\d\d)?)$/;

const Range = v.object({
  start: v.string(),
  end: v.string(),
  downloads: v.array(v.object({ day: v.string(), downloads: v.number() })),
});

export async function main(call: Call<typeof DOWNLOADS_OPTIONS>): Promise<ExitCode> {
  const { terminal, values } = call;
  const { period } = values;
  const name = packageNamed(call.args[0] ?? '');
  if (!PERIOD.test(period)) {
    throw new UsageError(
      `"${period}" is no period: write it like last-month or 2026-01-01:2026-01-31`,
    );
  }
  const client = await openClient(call, { name });
  const path = `/downloads/range/${period}/${escaped(name)}`;
  const range = await client.ask(Range, { path });
  const total = range.downloads.reduce((sum, { downloads }) => sum + downloads, 0);
  terminal.note(
    table(
      range.downloads.map(({ day, downloads }) => [day, String(downloads)]),
      80,
    ).trimEnd(),
  );
  terminal.note(`downloads of ${name} from ${range.start} to ${range.end}:`);
  terminal.result({ package: name, total, ...range }, `${total}\n`);
  return 0;
}
