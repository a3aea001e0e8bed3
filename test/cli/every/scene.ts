import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';

import { folder } from '../../target.ts';
import { verdaccioStorage } from '../../verdaccio/storage.ts';
import type { Outcome } from '../run.ts';

/** The command as its users run it. */
export const COMMAND = path.resolve('dist/pantry.mjs');

/** Of nobody; it is never to be seen. */
const TOKEN = 'pantry_of_nobody_1';

/** As far as it is asked of itself: what it tells of registries is not its own. */
const NPM = `#!/bin/sh
[ "$1" = --version ] && echo 11.19.0 && exit
[ "$3" = --help ] && echo --allow-publish && exit
exit 1
`;

/** Somebody's machine: a home that is logged in, a project, and a folder for what is temporary. */
export interface Scene {
  readonly root: string;
  readonly project: string;
  readonly env: Readonly<Record<string, string>>;
  /** Every file by its path: what it is, whose, and what is in it. */
  look(): Readonly<Record<string, string>>;
}

export function sceneAt(url: string): Scene {
  const root = folder();
  const [home, project, temporary, programs] = ['home', 'project', 'tmp', 'bin'].map((name) =>
    path.join(root, name),
  ) as [string, string, string, string];
  const put = (file: string, content: string): void => {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  };
  mkdirSync(temporary);
  put(path.join(programs, 'npm'), NPM);
  chmodSync(path.join(programs, 'npm'), 0o755);
  const kept = { current: url, registries: { [url]: { token: TOKEN, user: 'ann' } } };
  put(path.join(home, '.pantry', 'credentials'), JSON.stringify(kept));
  put(path.join(home, '.npmrc'), `//${new URL(url).host}/:_authToken=${TOKEN}\n`);
  const manifest = { name: 'hello', version: '1.0.0', files: ['index.js'] };
  put(path.join(project, 'package.json'), JSON.stringify(manifest));
  put(path.join(project, 'index.js'), '');
  const packages = { 'node_modules/left-pad': { version: '1.0.0' } };
  put(path.join(project, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages }));
  mkdirSync(path.join(project, 'storage'));
  verdaccioStorage(path.join(project, 'storage')).publish('hello', { '1.0.0': {} });
  return {
    root,
    project,
    env: {
      PATH: [programs, process.env['PATH']].join(path.delimiter),
      HOME: home,
      PREFIX: home,
      TMPDIR: temporary,
      // What Node keeps of the command is no trace of a run.
      NODE_COMPILE_CACHE: path.join(tmpdir(), 'pantry-compiled'),
      PANTRY_TOKEN: TOKEN,
    },
    look: () => filesIn(root),
  };
}

function filesIn(root: string): Readonly<Record<string, string>> {
  const names = readdirSync(root, { recursive: true }).map(String).toSorted();
  return Object.fromEntries(names.map((name) => [name, tellOf(path.join(root, name))]));
}

function tellOf(file: string): string {
  const info = lstatSync(file);
  if (info.isSymbolicLink()) return readlinkSync(file);
  const mode = info.mode.toString(8);
  if (!info.isFile()) return mode;
  return `${mode} ${createHash('sha256').update(readFileSync(file)).digest('hex')}`;
}

/** What differs between two looks. */
export const changed = (
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => before[name] !== after[name],
  );

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
