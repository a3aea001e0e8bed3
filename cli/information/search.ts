import * as v from 'valibot';

import type { Call, ExitCode } from '../command/command.ts';
import { UsageError } from '../command/failure.ts';
import type { SEARCH_OPTIONS } from '../commands/information.ts';
import { openClient } from '../registry/client.ts';
import { table } from '../terminal/table.ts';

const LIMIT = 250;
/** Characters of an answer with that many packages. */
const LONGEST = 16 << 20;

const Found = v.object({
  objects: v.array(
    v.object({
      package: v.looseObject({
        name: v.string(),
        version: v.string(),
        description: v.nullish(v.string()),
        date: v.nullish(v.string()),
        publisher: v.nullish(v.looseObject({ username: v.optional(v.string()) })),
      }),
    }),
  ),
  total: v.optional(v.number()),
});

export async function main(call: Call<typeof SEARCH_OPTIONS>): Promise<ExitCode> {
  const { terminal, values } = call;
  const size = Number(values.limit);
  if (!/^\d{1,3}$/.test(values.limit) || size < 1 || size > LIMIT) {
    throw new UsageError(`--limit is a number from 1 to ${LIMIT}, not "${values.limit}"`);
  }
  const client = await openClient(call);
  const query = new URLSearchParams({ text: call.args.join(' '), size: values.limit });
  const path = `/-/v1/search?${query.toString()}`;
  const { objects, total } = await client.ask(Found, { path, longest: LONGEST });
  const packages = objects.map((each) => each.package);
  if (packages.length === 0) terminal.note('no package was found');
  const rows = packages.map(({ name, version, date, publisher, description }) => [
    name,
    version,
    date?.slice(0, 10),
    publisher?.username,
    description ?? '',
  ]);
  terminal.result(packages, table(rows, terminal.columns));
  if (total !== undefined && total > packages.length && packages.length === size && size < LIMIT) {
    terminal.note(`${total} in all: --limit shows more`);
  }
  return 0;
}
