import type { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';

/** What a program shows when it wants a line, and the line, which may depend on what it showed. */
export type Answer = readonly [question: RegExp, line: string | Reply];

type Reply = (shown: RegExpExecArray) => string;

/** Is told everything that a program shows, and when it has ended. */
export interface Typist {
  see(text: string): void;
  stop(): void;
}

/** Types the answers to a program's questions into a pipe, in their order. */
export function typeIntoPipe(pipe: Writable, answers: readonly Answer[]): Typist {
  const questions = createQuestions(answers);
  return {
    see(text) {
      const line = questions(text);
      if (line !== undefined) pipe.write(`${line}\n`);
    },
    stop: () => undefined,
  };
}

/** In milliseconds: between question and answer, and until nobody seems to have heard the answer. */
const PAUSE = 300;
const SILENCE = 10_000;

/**
 * Types the answers into a terminal. Programs ask first and make the terminal ready next, which may drop
 * what was typed in between: this one waits a little, and types again what nothing follows.
 */
export function typeIntoTerminal(terminal: Writable, answers: readonly Answer[]): Typist {
  const questions = createQuestions(answers);
  let line: string | undefined;
  let wait = PAUSE;
  let timer: NodeJS.Timeout | undefined;
  const typeLater = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // As a keyboard does: programs that read keys know no other.
      terminal.write(`${line}\r`);
      wait = SILENCE;
      typeLater();
    }, wait);
  };
  return {
    see(text) {
      const next = questions(text);
      if (next !== undefined) {
        line = next;
        wait = PAUSE;
      }
      if (line !== undefined) typeLater();
    },
    stop() {
      clearTimeout(timer);
    },
  };
}

/** Gives the answer where a program has just asked the next question. */
function createQuestions(answers: readonly Answer[]): (text: string) => string | undefined {
  const pending = [...answers];
  let seen = '';
  return (text) => {
    seen += text;
    const [next] = pending;
    const shown = next?.[0].exec(stripVTControlCharacters(seen));
    if (!next || !shown) return undefined;
    seen = '';
    pending.shift();
    const [, line] = next;
    return typeof line === 'string' ? line : line(shown);
  };
}
