import type { Call, ExitCode } from './command/command.ts';
import { UsageError } from './command/failure.ts';
import { find } from './command/find.ts';
import { helpPage, overview } from './command/help-page.ts';
import { CHAPTERS, COMMANDS } from './commands.ts';

export async function main({ args, terminal }: Call): Promise<ExitCode> {
  if (args.length === 0) {
    const about = Object.entries(COMMANDS).map(([name, entry]) => [name, entry.about]);
    terminal.result(Object.fromEntries(about), overview(CHAPTERS));
    return 0;
  }
  const { words, entry, rest } = find(COMMANDS, args);
  if (rest.length > 0) throw new UsageError(`there is no command "${args.join(' ')}"`);
  const page = await helpPage(words, entry);
  terminal.result({ command: words, page }, page);
  return 0;
}
