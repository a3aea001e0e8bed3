import type { Call } from '../command/command.ts';
import { UsageError } from '../command/failure.ts';
import { readInput } from '../terminal/read-input.ts';

/** The password that shows that it is the person, and not only a token of theirs. */
export async function askPassword({
  values,
  terminal,
}: Pick<Call, 'values' | 'terminal'>): Promise<string> {
  if (values['password-stdin'] === true) return readInput('--password-stdin');
  if (terminal.questions) {
    return terminal.questions.secret('Your password (none, if you only sign in at a provider)', {
      optional: true,
    });
  }
  throw new UsageError(
    'the registry wants your password, and nobody can be asked here: pass --password-stdin',
  );
}
