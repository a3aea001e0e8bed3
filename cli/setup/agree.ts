import type { Call } from '../command/command.ts';
import { CommandError, InterruptedError } from '../command/failure.ts';

/** Nothing is changed that nobody has agreed to. */
export async function agree(
  { values, terminal }: Pick<Call, 'values' | 'terminal'>,
  question: string,
): Promise<void> {
  if (values['yes'] === true) return;
  if (!terminal.questions) {
    throw new CommandError(
      'nobody can be asked here, and nothing was written: add --yes, or --dry-run to see what would change',
    );
  }
  if (!(await terminal.questions.confirm(question))) throw new InterruptedError();
}
