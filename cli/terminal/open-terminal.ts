import { once } from 'node:events';
import { styleText } from 'node:util';

import { printableJson, shown } from './printable.ts';
import { showProgress } from './progress.ts';
import { openQuestions } from './questions.ts';
import type { Paint, Terminal } from './terminal.ts';

/** Of a terminal that does not say how wide it is. */
const COLUMNS = 80;

type Variables = Readonly<Record<string, string | undefined>>;

/** What this process was given to speak with. */
export function openTerminal(json: boolean, env: Variables): Terminal {
  const { stdin, stdout, stderr } = process;
  const watched = !json && stderr.isTTY && !isCi(env) && env['TERM'] !== 'dumb';
  const write = (text: string): void => void stderr.write(`${shown(text)}\n`);
  return {
    json,
    columns: stdout.isTTY ? stdout.columns || COLUMNS : undefined,
    questions: watched && stdin.isTTY ? openQuestions(stdin, stderr) : undefined,
    paint: paintFor(watched && stdout.isTTY && stdout.hasColors(), env),
    result(value, text) {
      stdout.write(json ? `${printableJson(value)}\n` : shown(text));
    },
    async pieces(pieces) {
      for await (const piece of pieces) {
        if (!stdout.write(shown(piece))) await once(stdout, 'drain');
      }
    },
    note: (sentence) => {
      if (!json) write(sentence);
    },
    warn: (sentence) => write(`pantry: ${sentence}`),
    progress: (total, unit) => showProgress(stderr, total, { shown: watched, unit }),
  };
}

const isCi = ({ CI }: Variables): boolean => CI !== undefined && CI !== '' && CI !== 'false';

type Colour = keyof Paint;

function paintFor(coloured: boolean, { NO_COLOR, FORCE_COLOR }: Variables): Paint {
  const forced = FORCE_COLOR !== undefined && FORCE_COLOR !== '0';
  const on = forced || (coloured && (NO_COLOR === undefined || NO_COLOR === ''));
  const as = (colour: Colour) => (text: string) =>
    on ? styleText(colour, text, { validateStream: false }) : text;
  return {
    bold: as('bold'),
    dim: as('dim'),
    green: as('green'),
    yellow: as('yellow'),
    red: as('red'),
    cyan: as('cyan'),
  };
}
