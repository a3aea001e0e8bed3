import type { Call, ExitCode } from '../command/command.ts';
import { CommandError } from '../command/failure.ts';
import type { OPEN_OPTIONS } from '../commands/information.ts';
import { escaped } from '../organizing/names.ts';
import { chooseVersion, parseWanted, readDocument } from './document.ts';
import { linksOf } from './links.ts';

/** It is printed alone: whoever wants a browser, on this machine or another, has one. */
export async function main(call: Call<typeof OPEN_OPTIONS>): Promise<ExitCode> {
  const { name, range } = parseWanted(call.args[0] ?? '');
  const { client, document } = await readDocument(call, name);
  const registry = `${client.registry.url}/${escaped(name)}`;
  const links = { ...linksOf(chooseVersion(document, range)), registry };
  const { what } = call.values;
  const url = what
    ? new Map<string, string | undefined>(Object.entries(links)).get(what)
    : (links.homepage ?? links.repository ?? links.registry);
  if (url === undefined) throw new CommandError(`${name} names no ${what}`);
  call.terminal.result({ package: name, url, ...links }, `${url}\n`);
  return 0;
}
