import { type Command, COMMANDS } from './commands.ts';
import { UsageError } from './usage-error.ts';

/** Runs a command line and gives the exit code: 0 done, 1 failed, 2 not understood. */
export async function run(args: readonly string[]): Promise<number> {
  const asksForHelp = args.includes('--help') || args.includes('-h');
  const [name = 'help', ...rest] = asksForHelp ? ['help'] : args;
  try {
    const command: Command | undefined = COMMANDS[NAMES[name] ?? name];
    if (!command) throw new UsageError(`there is no command "${name}"`);
    const { main } = await command.load();
    return await main(rest);
  } catch (error) {
    return report(error);
  }
}

const NAMES: Readonly<Record<string, string>> = {
  '--version': 'version',
  '-v': 'version',
};

/** What a person can act on is one sentence; what nobody foresaw brings its stack. */
function report(error: unknown): number {
  const usage = error instanceof UsageError || isParseError(error);
  const known = error instanceof Error && (usage || EXPECTED.has(error.name));
  const text = known ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`pantry: ${text}\n`);
  if (usage) process.stderr.write('Run `pantry help` for what there is.\n');
  return usage ? 2 : 1;
}

const EXPECTED = new Set([
  'ConfigurationError',
  'FolderInUseError',
  'UnusableFile',
  'CommandError',
]);

const isParseError = (error: unknown): boolean =>
  error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
