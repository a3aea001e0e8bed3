import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';

import { answering } from '../answering.ts';
import { endOf, isCivil, perform, start } from './perform.ts';
import { type Scene, sceneAt } from './scene.ts';
import { GOOD } from './stand-in.ts';

const { url, requests } = await answering(GOOD);

/** Command lines that write files of a home or a project, and how many requests come before. */
const WRITING: Readonly<Record<string, readonly [args: readonly string[], requests: number]>> = {
  login: [['login', '--user', 'ann', '--password-stdin', '--npmrc', '--save', 'env'], 2],
  logout: [['logout'], 1],
  setup: [['setup', '--scope', '@acme', '--yes'], 0],
  'token create': [['token', 'create', '--save', 'env', '--password-stdin'], 1],
};

/** Milliseconds after the last request, or after the first file where none is asked. */
const MOMENTS = Array.from({ length: 12 }, (_, index) => index * 3);

function scene(): Scene {
  const made = sceneAt(url);
  execFileSync('git', ['init', '--quiet', made.project]);
  return made;
}

/** What `pantry setup` remembers of a run is named by its time. */
const isMemory = (file: string): boolean => file.startsWith('home/.pantry/setup/');

const isIgnored = (file: string): boolean => isMemory(file) || file.startsWith('project/.git/');

/** Files that are neither as they were nor as they are when all is done. */
const halfWritten = (
  after: Readonly<Record<string, string>>,
  ...whole: readonly Readonly<Record<string, string>>[]
): readonly string[] =>
  Object.keys(after).filter(
    (file) => !isIgnored(file) && !whole.some((files) => files[file] === after[file]),
  );

const memoryOf = ({ root }: Scene): string => path.join(root, 'home', '.pantry', 'setup');

/** Whether the first file of all is there, under the name that it has while it is written, or those after it. */
const hasBegun = (here: Scene): boolean =>
  existsSync(memoryOf(here)) || readdirSync(here.project).some((name) => name.endsWith('.tmp'));

/** Throws where one is no JSON. */
function readMemory(here: Scene): void {
  const folder = memoryOf(here);
  const files = existsSync(folder) ? readdirSync(folder) : [];
  for (const file of files) JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
}

/** Ends a command by Ctrl-C in the middle of its writing, or so. */
async function interrupt(here: Scene, args: readonly string[], asks: number, moment: number) {
  const before = requests.length;
  const child = start(here, [...args, '--registry', url]);
  child.stdin.end('correct horse\n');
  const ended = endOf(child);
  const isWriting = (): boolean => (asks === 0 ? hasBegun(here) : requests.length >= before + asks);
  while (!isWriting() && child.exitCode === null) await sleep(1);
  await sleep(moment);
  child.kill('SIGINT');
  return ended;
}

test.each(Object.entries(WRITING))(
  'pantry %s leaves each file as it was, or as it is to be, whenever Ctrl-C comes',
  async (_, [args, asks]) => {
    const done = scene();
    const before = done.look();
    const whole = await perform(done, [...args, '--registry', url], 'correct horse\n');
    expect(whole.code).toBe(0);
    const after = done.look();
    const codes = new Set<number>();
    for (const moment of MOMENTS) {
      const here = scene();
      const outcome = await interrupt(here, args, asks, moment);
      codes.add(outcome.code);
      expect(isCivil(outcome)).toBe(true);
      expect(halfWritten(here.look(), before, after)).toEqual([]);
      readMemory(here);
    }
    // Where all files are replaced or none, nobody stops that from its first on.
    expect(codes).toContain(asks === 0 ? 0 : 130);
    expect([...codes].filter((code) => code !== 0 && code !== 130)).toEqual([]);
  },
  180_000,
);
