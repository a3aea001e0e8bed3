import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';

import type { Outcome } from '../run.ts';
import { changed, type Scene, TOKEN } from './scene.ts';

/** The command as its users run it. */
export const COMMAND = path.resolve('dist/pantry.mjs');

export function start(
  { project, env }: Scene,
  args: readonly string[],
): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    cwd: project,
    env,
    stdio: 'pipe',
    timeout: 120_000,
    killSignal: 'SIGKILL',
  });
  // A command that reads none of it ends before.
  child.stdin.on('error', () => undefined);
  return child;
}

/** Its end, by the exit code that a shell tells. */
export async function endOf(child: ChildProcessWithoutNullStreams): Promise<Outcome> {
  const [stdout, stderr, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>,
  ]);
  return { code: code ?? 128 + (signal ? constants.signals[signal] : 0), stdout, stderr };
}

/** What a run left: what it said, and the files that are not as they were. */
export interface Left extends Outcome {
  readonly changed: readonly string[];
}

/** Runs a command, with this as its input and no more. */
export async function perform(scene: Scene, args: readonly string[], input = ''): Promise<Left> {
  const before = scene.look();
  const child = start(scene, args);
  child.stdin.end(input);
  const outcome = await endOf(child);
  return { ...outcome, changed: changed(before, scene.look()) };
}

/** The outcomes by name, some of them worked on at once. */
export async function forEach<T extends { readonly words: string }, R>(
  all: readonly T[],
  atOnce: number,
  work: (one: T) => Promise<R>,
): Promise<Readonly<Record<string, R>>> {
  const outcomes: Record<string, R> = {};
  const waiting = all.values();
  const line = async (): Promise<void> => {
    for (const one of waiting) outcomes[one.words] = await work(one);
  };
  await Promise.all(Array.from({ length: atOnce }, line));
  return outcomes;
}

/** Those that are not right, which a test shows. */
export const wrong = <T>(
  outcomes: Readonly<Record<string, T>>,
  isRight: (outcome: T, words: string) => boolean,
): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(outcomes).filter(([words, one]) => !isRight(one, words)));

/** Whether it is said in sentences: no stack, no token. */
export const isCivil = ({ stdout, stderr }: Outcome): boolean =>
  !/^ {4}at /m.test(stderr) && !`${stdout}${stderr}`.includes(TOKEN);
