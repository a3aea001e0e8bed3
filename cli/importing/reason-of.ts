import { CommandError } from '../command/failure.ts';

/** What a person can act on is told; what nobody foresaw ends the command. */
export function reasonOf(error: unknown): string {
  if (error instanceof CommandError) return error.message;
  // Of the file system.
  if (error instanceof Error && 'code' in error) return error.message;
  throw error;
}

/** Whether all others would fail alike: nobody is let in, or nothing is reached. */
export const isFatal = (error: unknown): error is CommandError =>
  error instanceof CommandError && error.exitCode !== 1;
