import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { run, type Outcome as Screen } from '../clients/run.ts';
import type { Answer } from '../clients/typist.ts';
import { folder } from '../target.ts';
import { COMMAND, type Outcome, pantry } from './run.ts';

/** Somebody's home on a machine without any setting. */
export interface Session {
  readonly dir: string;
  /** Runs `pantry` without a terminal. */
  run(args: readonly string[], input?: string, env?: Env): Promise<Outcome>;
  /** Runs it in a terminal. */
  onTerminal(
    args: readonly string[],
    answers?: readonly Answer[],
    watch?: (text: string) => void,
  ): Promise<Screen>;
  /** What `pantry login` keeps; undefined where it has kept nothing. */
  credentials(): any;
  /** A file of the home; undefined where there is none. */
  read(name: string): string | undefined;
  modeOf(name: string): number;
}

type Env = Readonly<Record<string, string>>;

/** A home that knows a registry and a token of it, as `pantry login` leaves it, if these are said. */
export function session(url?: string, token?: string): Session {
  const dir = folder();
  const file = (name: string): string => path.join(dir, name);
  const read = (name: string): string | undefined =>
    existsSync(file(name)) ? readFileSync(file(name), 'utf8') : undefined;
  if (url !== undefined) {
    mkdirSync(file('.pantry'), { mode: 0o700 });
    const registries = token === undefined ? {} : { [url]: { token } };
    writeFileSync(file('.pantry/credentials'), JSON.stringify({ current: url, registries }));
  }
  return {
    dir,
    read,
    run: async (args, input, env) => pantry(dir, args, env, input === undefined ? {} : { input }),
    onTerminal: async (args, answers = [], watch) =>
      run([process.execPath, COMMAND, ...args], {
        cwd: dir,
        env: { PATH: process.env['PATH'] ?? '', HOME: dir, PREFIX: dir, TERM: 'xterm' },
        terminal: true,
        answers,
        ...(watch && { watch }),
      }),
    credentials() {
      const text = read('.pantry/credentials');
      return text === undefined ? undefined : JSON.parse(text);
    },
    modeOf: (name) => statSync(file(name)).mode & 0o777,
  };
}

/** Ctrl-C, as a keyboard sends it. */
export const CTRL_C = '\u0003';
/** Nothing listens there. */
export const NOWHERE = 'http://127.0.0.1:9';
