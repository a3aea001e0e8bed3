import type { ReadStream, WriteStream } from 'node:tty';

import { InterruptedError } from '../command/failure.ts';
import type { Questions } from './terminal.ts';

const COLUMNS = 80;

/** Asks in a terminal; the library that does so is loaded at the first question. */
export function openQuestions(input: ReadStream, output: WriteStream): Questions {
  // A terminal that does not say how wide it is has 0 columns, and the library breaks each letter.
  if (output.columns === 0) output.columns = COLUMNS;
  const streams = { input, output };
  return {
    async text(message, proposal) {
      const { text } = await import('@clack/prompts');
      const proposed = proposal === undefined ? {} : { initialValue: proposal };
      return answered<string>(await text({ message, ...proposed, ...streams, validate: needed }));
    },
    async secret(message, { optional = false } = {}) {
      const { password } = await import('@clack/prompts');
      const validate = optional ? {} : { validate: needed };
      // Where nothing was typed, there is no text.
      const answer: string | symbol | undefined = await password({
        message,
        ...streams,
        ...validate,
      });
      return answered<string>(answer ?? '');
    },
    async confirm(message) {
      const { confirm } = await import('@clack/prompts');
      return answered<boolean>(await confirm({ message, ...streams }));
    },
    async choose(message, choices) {
      const { select } = await import('@clack/prompts');
      // The library's type of a choice is open in what stands for it: by place it is closed.
      const options = choices.map(({ label }, value) => ({ value, label }));
      const chosen = choices[answered<number>(await select({ message, options, ...streams }))];
      if (!chosen) throw new InterruptedError();
      return chosen.value;
    },
  };
}

const needed = (value: string | undefined): string | undefined =>
  value ? undefined : 'Please answer, or stop with Ctrl-C';

/** Ctrl-C is answered with a symbol. */
function answered<T extends string | number | boolean>(answer: T | symbol): T {
  if (typeof answer === 'symbol') throw new InterruptedError();
  return answer;
}
