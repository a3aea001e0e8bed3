import { UnusableNodeError } from '../local/required-node.ts';
import type { ExitCode } from './command/command.ts';
import { printable, printableJson } from './terminal/printable.ts';

/**
 * Says why a command failed and gives the exit code. What a person can act on is one sentence; what nobody
 * foresaw brings its stack. Errors are told by their names: the parts of the command that are a registry lie in
 * a bundle of their own, whose classes are others.
 */
export function report(thrown: unknown, json: boolean): ExitCode {
  const error = isOfNewerNode(thrown) ? new UnusableNodeError() : thrown;
  const details = expected(error);
  const { exitCode, code } = details ?? { exitCode: 1 };
  const message = error instanceof Error ? sentenceOf(error) : String(error);
  const stack = error instanceof Error ? error.stack : undefined;
  process.stderr.write(`pantry: ${printable(details ? message : (stack ?? message))}\n`);
  if (exitCode === 2) process.stderr.write('Run `pantry help` for what there is.\n');
  if (json) {
    process.stdout.write(`${printableJson({ error: { message, code, exitCode } })}\n`);
  }
  return exitCode;
}

interface Details {
  readonly exitCode: ExitCode;
  readonly code?: string | undefined;
}

/** By the name of an error, what it is when it says nothing of itself. */
const EXIT_CODES: Readonly<Record<string, ExitCode>> = {
  CommandError: 1,
  ConfigurationError: 1,
  FolderInUseError: 1,
  InterruptedError: 130,
  RegistryError: 1,
  UnusableFile: 1,
  UnusableNodeError: 1,
  UsageError: 2,
};

/** What a disk has against it: Node says which file it is about, if it knows. */
const OF_DISKS = new Set(['EACCES', 'EDQUOT', 'EMFILE', 'ENOSPC', 'EPERM', 'EROFS']);

const isOfDisk = (error: Error): boolean =>
  'code' in error &&
  (('syscall' in error && OF_DISKS.has(String(error.code))) ||
    isUnmade(error) ||
    isUnwritten(error));

/** Node makes a folder with those around it, of which there is none that can't be made: on a disk that is read-only. */
const isUnmade = (error: Error): boolean =>
  'syscall' in error && error.syscall === 'mkdir' && 'code' in error && error.code === 'ENOENT';

/** SQLite's codes for what can't be written, or opened at all: read-only, input and output, full, can't open. */
const UNWRITTEN = new Set([8, 10, 13, 14]);

const isUnwritten = (error: Error): boolean =>
  'errcode' in error && typeof error.errcode === 'number' && UNWRITTEN.has(error.errcode % 256);

function sentenceOf(error: Error): string {
  if (isUnmade(error)) return `${error.message}: is that disk read-only?`;
  return isUnwritten(error) ? `the data folder can’t be used: ${error.message}` : error.message;
}

/** Undefined: nobody foresaw it. */
function expected(error: unknown): Details | undefined {
  if (!(error instanceof Error)) return undefined;
  const exitCode = isOfDisk(error) ? 1 : EXIT_CODES[error.name];
  return exitCode === undefined ? undefined : { exitCode, ...own(error) };
}

const isExitCode = (value: unknown): value is ExitCode =>
  typeof value === 'number' && [1, 2, 3, 4, 130].includes(value);

const own = (error: Error): Partial<Details> => ({
  ...('exitCode' in error && isExitCode(error.exitCode) && { exitCode: error.exitCode }),
  ...('code' in error && typeof error.code === 'string' && { code: error.code }),
});

/** A part that only a newer Node can load names what this one does not have. */
const isOfNewerNode = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_UNKNOWN_BUILTIN_MODULE';
