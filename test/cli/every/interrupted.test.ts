import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';

import { answering } from '../answering.ts';
import type { Declared } from '../declared.ts';
import { commandsFor } from './cells.ts';
import { INPUT, lineOf } from './line.ts';
import { changed, endOf, forEach, isCivil, type Left, sceneAt, start, wrong } from './scene.ts';
import { sourceOfHello } from './stand-in.ts';

/** Finish what is under way at the first Ctrl-C, and end at the second. */
const FINISHING = new Set(['import registry', 'import verdaccio']);

interface Ended extends Left {
  /** Milliseconds from Ctrl-C. */
  readonly took: number;
}

/** Ends a command by Ctrl-C once its registry has heard of it, which goes on thinking. */
async function interrupt(declared: Declared, source: string): Promise<Ended> {
  let heard = (): void => undefined;
  const asked = new Promise<void>((resolve) => {
    heard = resolve;
  });
  const { url } = await answering(() => heard());
  const scene = sceneAt(url);
  const before = scene.look();
  const child = start(scene, lineOf(declared, { url, source }));
  child.stdin.end(INPUT);
  const ended = endOf(child);
  await Promise.race([asked, ended]);
  const since = performance.now();
  child.kill('SIGINT');
  if (FINISHING.has(declared.words)) {
    await sleep(1000);
    child.kill('SIGINT');
  }
  const outcome = await ended;
  return {
    ...outcome,
    changed: changed(before, scene.look()),
    took: Math.round(performance.now() - since),
  };
}

/** What is fetched for an import is in the folder for such things, until the system clears it. */
const isLeft = (file: string): boolean => !/^tmp\/pantry-import-/.test(file);

test('every command that asks a registry ends by Ctrl-C, at once, without a trace', async () => {
  const source = await sourceOfHello();
  const commands = commandsFor('with Ctrl-C while the registry thinks');
  const outcomes = await forEach(commands, 10, async (declared) => interrupt(declared, source));
  expect(Object.keys(outcomes)).toHaveLength(commands.length);
  expect(
    wrong(
      outcomes,
      (outcome) =>
        outcome.code === 130 &&
        outcome.took < 5000 &&
        outcome.changed.filter(isLeft).length === 0 &&
        outcome.stdout === '' &&
        isCivil(outcome),
    ),
  ).toEqual({});
}, 120_000);
