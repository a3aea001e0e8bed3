import { type ExitCode, isGroup } from './command/command.ts';
import { CommandError, InterruptedError, UsageError } from './command/failure.ts';
import { find, type Found } from './command/find.ts';
import { parse } from './command/parse.ts';
import { COMMANDS } from './commands.ts';
import { openTerminal } from './terminal/open-terminal.ts';
import { printable, printableJson } from './terminal/printable.ts';

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
  if (isGroup(entry)) {
    const asked = rest.length > 0;
    (asked ? process.stdout : process.stderr).write(await pageOf(found));
    return asked ? 0 : 2;
  }
  const { values, args, json, help } = await parse(words, entry, rest);
  if (help) {
    process.stdout.write(await pageOf(found));
    return 0;
  }
  const { main } = await entry.load();
  const terminal = openTerminal(json, process.env);
  return main({ values, args, terminal, env: process.env, cwd: process.cwd() });
}

async function pageOf({ words, entry }: Found): Promise<string> {
  const { helpPage } = await import('./command/help-page.ts');
  return helpPage(words, entry);
}

/** What a person can act on is one sentence; what nobody foresaw brings its stack. */
function report(error: unknown, json: boolean): ExitCode {
  const exitCode = exitCodeOf(error);
  const known = error instanceof Error && (exitCode !== 1 || EXPECTED.has(error.name));
  const text = known ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`pantry: ${printable(text ?? '')}\n`);
  if (exitCode === 2) process.stderr.write('Run `pantry help` for what there is.\n');
  if (json) {
    const code = error instanceof CommandError ? error.code : undefined;
    const message = error instanceof Error ? error.message : String(error);
    process.stdout.write(`${printableJson({ error: { message, code, exitCode } })}\n`);
  }
  return exitCode;
}

function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof UsageError || isParseError(error)) return 2;
  if (error instanceof InterruptedError) return 130;
  return error instanceof CommandError ? error.exitCode : 1;
}

const EXPECTED = new Set([
  'ConfigurationError',
  'FolderInUseError',
  'UnusableFile',
  'CommandError',
]);

const isParseError = (error: unknown): boolean =>
  error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
