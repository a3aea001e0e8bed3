import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

import { inTerminal } from './terminal.ts';
import { type Answer, typeIntoPipe, typeIntoTerminal } from './typist.ts';

export interface Run {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** What to type when the program asks, in this order. */
  readonly answers?: readonly Answer[];
  /** Told all that it has shown, each time that there is more. */
  readonly watch?: (text: string) => void;
  /** Whether it gets a terminal of its own. */
  readonly terminal?: boolean;
}

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  /** Both streams as a person sees them, without colours. */
  readonly text: string;
}

/** Milliseconds until a program is given up. */
const TIMEOUT = 120_000;

/** Runs a program to its end; one that doesn't end is ended, with what it started. */
export async function run(command: readonly string[], options: Run): Promise<Outcome> {
  const { cwd, env, answers = [], terminal = false, watch } = options;
  const [file = '', ...args] = terminal ? inTerminal(command) : command;
  // It leads a process group, which ends together.
  const child = spawn(file, args, { cwd, env, stdio: 'pipe', detached: true });
  // A program that ends before it has read everything breaks the pipe; its exit code tells more.
  child.stdin.on('error', () => undefined);
  if (answers.length === 0) child.stdin.end();
  const typist = (terminal ? typeIntoTerminal : typeIntoPipe)(child.stdin, answers);
  let [stdout, text] = ['', ''];
  const listen = (chunk: string): void => {
    text += chunk;
    typist.see(chunk);
    watch?.(plain(text));
  };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
    listen(chunk);
  });
  child.stderr.setEncoding('utf8').on('data', listen);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`${command.join(' ')}\nstill runs and has said:\n${plain(text)}`));
      end(child.pid);
    }, TIMEOUT);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      typist.stop();
      resolve({ code, stdout: plain(stdout), text: plain(text) });
    });
  });
}

const plain = (shown: string): string => stripVTControlCharacters(shown).replaceAll('\r', '');

/** Ends a program and what belongs to its process group. */
function end(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile.
  }
}
