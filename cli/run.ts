import { type ExitCode, isGroup } from './command/command.ts';
import { UsageError } from './command/failure.ts';
import { find, type Found } from './command/find.ts';
import { parse } from './command/parse.ts';
import { COMMANDS } from './commands.ts';
import { report } from './report.ts';
import { openTerminal } from './terminal/open-terminal.ts';

/** Runs a command line and gives the exit code. */
export async function run(args: readonly string[]): Promise<ExitCode> {
  hide(args);
  try {
    const [first = 'help', ...rest] = args;
    return await runFound(find(COMMANDS, [NAMES[first] ?? first, ...rest]));
  } catch (error) {
    return report(error, args.includes('--json'));
  }
}

/** A token that was passed as an option is not left where everybody's list of processes shows it. */
function hide(args: readonly string[]): void {
  if (args.some((arg) => arg.startsWith('--'))) process.title = 'pantry';
}

/** What people type without having read anything. */
const NAMES: Readonly<Record<string, string>> = {
  '--version': 'version',
  '-v': 'version',
  '--help': 'help',
  '-h': 'help',
};

async function runFound(found: Found): Promise<ExitCode> {
  const { words, entry, rest } = found;
  if (isGroup(entry)) return showGroup(found);
  const { values, args, json, help } = await parse(words, entry, rest);
  const terminal = openTerminal(json, process.env);
  if (help) {
    const page = await pageOf(found);
    terminal.result({ command: words, page }, page);
    return 0;
  }
  const { main } = await entry.load();
  return main({ values, args, terminal, env: process.env, cwd: process.cwd() });
}

/** Its page, for who asked for it; who did not has left out a word. */
async function showGroup(found: Found): Promise<ExitCode> {
  const { words, rest } = found;
  const { json, help } = await parse(words, {}, rest);
  const page = await pageOf(found);
  if (help) {
    openTerminal(json, process.env).result({ command: words, page }, page);
    return 0;
  }
  if (json) throw new UsageError(`say which command of \`pantry ${words}\``);
  process.stderr.write(page);
  return 2;
}

async function pageOf({ words, entry }: Found): Promise<string> {
  const { helpPage } = await import('./command/help-page.ts');
  return helpPage(words, entry);
}
