import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';

import { answering } from '../answering.ts';
import type { Declared } from '../declared.ts';
import { commandsFor } from './cells.ts';
import { INPUT, lineOf } from './line.ts';
import { endOf, forEach, isCivil, type Left, start, wrong } from './perform.ts';
import { changed, sceneAt } from './scene.ts';
import { sourceOfHello } from './stand-in.ts';

/** Finish what is under way at the first Ctrl-C, and end at the second. */
const FINISHING = new Set(['import registry', 'import verdaccio']);

interface Ended extends Left {
  /** Milliseconds from Ctrl-C. */
  readonly took: number;
}

/** Ends a command by Ctrl-C once its registry has heard of it, which goes on thinking. */
async function interrupt(declared: Declared, source: string): Promise<Ended> {
  const registry = new EventEmitter();
  const asked = once(registry, 'asked');
  const { url } = await answering(() => registry.emit('asked'));
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
        outcome.changed.length === 0 &&
        outcome.stdout === '' &&
        isCivil(outcome),
    ),
  ).toEqual({});
}, 120_000);

test('pantry mirror ends by Ctrl-C with the npm that it runs, and takes its folder away', async () => {
  const scene = sceneAt('http://127.0.0.1:9');
  const before = scene.look();
  const child = start(scene, ['mirror', 'left-pad', '--registry', 'http://127.0.0.1:9']);
  const made = (): boolean =>
    Object.keys(scene.look()).some((file) => /^tmp\/pantry-mirror-\w+\/package.json$/.test(file));
  await expect.poll(made).toBe(true);
  // Until npm runs, which tells nobody.
  await sleep(500);
  child.kill('SIGINT');
  // Also the end of npm: as long as it lives it has the standard error open.
  const { code, stderr } = await endOf(child);
  expect([code, stderr]).toEqual([130, expect.stringMatching(/^(?:pantry: stopped\n)?$/)]);
  expect(changed(before, scene.look())).toEqual([]);
});
