import { Terminal } from '@xterm/headless';
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { inTerminal } from '../clients/terminal.ts';
import { type Answer, typeIntoTerminal } from '../clients/typist.ts';
import { folder } from '../target.ts';

/** A terminal as a person has one. */
const COLUMNS = 96;
const ROWS = 400;

export interface Step {
  /** What is typed behind the prompt. */
  readonly line: string;
  readonly answers?: readonly Answer[];
}

export interface Recording {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** What differs from run to run, and what stands for it. */
  readonly replace: readonly (readonly [RegExp | string, string])[];
}

/** A folder whose `pantry` is the built command, to stand first in PATH. */
export function commandFolder(): string {
  const bin = folder();
  mkdirSync(bin, { recursive: true });
  const file = path.join(bin, 'pantry');
  const built = path.resolve('dist/pantry.mjs');
  writeFileSync(file, `#!/bin/sh\nexec "${process.execPath}" "${built}" "$@"\n`);
  chmodSync(file, 0o755);
  return bin;
}

/** What a terminal shows in the end when somebody types these lines. */
export async function record(steps: readonly Step[], recording: Recording): Promise<string> {
  const shown: string[] = [];
  for (const { line, answers = [] } of steps) {
    shown.push(`$ ${line}`, ...(await play(line, answers, recording)), '');
  }
  let text = shown.join('\n');
  for (const [what, by] of recording.replace) text = text.replaceAll(what, by);
  return text;
}

async function play(
  line: string,
  answers: readonly Answer[],
  { cwd, env }: Recording,
): Promise<readonly string[]> {
  const sized = `stty cols ${COLUMNS} rows ${ROWS}; ${line}`;
  const [file = '', ...args] = inTerminal(['sh', '-c', sized]);
  const child = spawn(file, args, { cwd, env: { TERM: 'xterm', ...env }, stdio: 'pipe' });
  const typist = typeIntoTerminal(child.stdin, answers);
  const screen = new Terminal({ cols: COLUMNS, rows: ROWS, allowProposedApi: true });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen.write(text);
    typist.see(text);
  });
  const code = await new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  typist.stop();
  if (code !== 0)
    throw new Error(`${line} ended with ${code}:\n${(await linesOf(screen)).join('\n')}`);
  return linesOf(screen);
}

/** What is on the screen, and above it. */
async function linesOf(screen: Terminal): Promise<readonly string[]> {
  // What was written is drawn a little later.
  await new Promise<void>((resolve) => {
    screen.write('', resolve);
  });
  const { active } = screen.buffer;
  const lines = Array.from(
    { length: active.length },
    (_, at) => active.getLine(at)?.translateToString(true).trimEnd() ?? '',
  );
  return lines.slice(0, lines.findLastIndex((text) => text !== '') + 1);
}
