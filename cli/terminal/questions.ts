import type { ReadStream, WriteStream } from 'node:tty';

import { InterruptedError } from '../command/failure.ts';
import type { Questions } from './terminal.ts';

const COLUMNS = 80;

/** Asks in a terminal; the library that does so is loaded at the first question. */
export function openQuestions(input: ReadStream, output: WriteStream): Questions {
  // A terminal that does not say how wide it is has 0 columns, and the library breaks each letter.
  if (output.columns === 0) output.columns = COLUMNS;
  const asked = async <T extends Answer>(ask: Ask<T>): Promise<T> =>
    untilStopped(input, ask, output);
  return {
    async text(message, proposal) {
      const { text } = await import('@clack/prompts');
      const proposed =
        proposal === undefined
          ? { validate: needed }
          : { placeholder: proposal, defaultValue: proposal };
      return asked<string>(async (streams) => text({ message, ...proposed, ...streams }));
    },
    async secret(message, { optional = false } = {}) {
      const { password } = await import('@clack/prompts');
      const validate = optional ? {} : { validate: needed };
      return asked<string>(async (streams) => {
        // Where nothing was typed, there is no text.
        const answer: string | symbol | undefined = await password({
          message,
          ...streams,
          ...validate,
        });
        return answer ?? '';
      });
    },
    async confirm(message) {
      const { confirm } = await import('@clack/prompts');
      return asked<boolean>(async (streams) => confirm({ message, ...streams }));
    },
    async choose(message, choices) {
      const { select } = await import('@clack/prompts');
      // The library's type of a choice is open in what stands for it: by place it is closed.
      const options = choices.map(({ label }, value) => ({ value, label }));
      const place = await asked<number>(async (streams) =>
        select({ message, options, ...streams }),
      );
      const chosen = choices[place];
      if (!chosen) throw new InterruptedError();
      return chosen.value;
    },
  };
}

const needed = (value: string | undefined): string | undefined =>
  value ? undefined : 'Please answer, or stop with Ctrl-C';

type Answer = string | number | boolean;

interface Streams {
  readonly input: ReadStream;
  readonly output: WriteStream;
  readonly signal: AbortSignal;
}

type Ask<T> = (streams: Streams) => Promise<T | symbol>;

interface Key {
  readonly ctrl?: boolean;
  readonly name?: string;
}

/** Ctrl-C is answered with a symbol, and Ctrl-D, which the library does not know, shall be as well. */
async function untilStopped<T extends Answer>(
  input: ReadStream,
  ask: Ask<T>,
  output: WriteStream,
): Promise<T> {
  const stopping = new AbortController();
  const listen = (_: string, { ctrl, name }: Key): void => {
    if (ctrl && name === 'd') stopping.abort();
  };
  input.on('keypress', listen);
  try {
    const answer = await ask({ input, output, signal: stopping.signal });
    if (typeof answer === 'symbol') throw new InterruptedError();
    return answer;
  } finally {
    input.off('keypress', listen);
  }
}
