import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';

import { EXIT_CODES } from '../../../cli/command/surroundings.ts';
import { PASSWORD, signUp, user } from '../../client.ts';
import { run } from '../../clients/run.ts';
import { hasTerminal } from '../../clients/terminal.ts';
import { server } from '../../target.ts';
import { answering } from '../answering.ts';
import { CTRL_C } from '../session.ts';
import { commandsFor } from './cells.ts';
import { INPUT, lineOf } from './line.ts';
import { COMMAND, endOf, forEach, isCivil, start, wrong } from './perform.ts';
import { changed, type Scene, sceneAt } from './scene.ts';
import { challenging, sourceOfHello } from './stand-in.ts';

const registry = await server();
const { url } = registry;
const alice = await user(registry, 'alice');
await signUp(registry, 'ann', PASSWORD);
await alice.publish({ name: 'hello', version: '0.9.0' });
await alice.put('/-/v1/orgs/acme', {});
await alice.put('/-/org/acme/team', { name: 'core' });
const source = await sourceOfHello();

/** A scene of alice's. */
function ofAlice(): Scene {
  const scene = sceneAt(url);
  return { ...scene, env: { ...scene.env, PANTRY_TOKEN: alice.token } };
}

/** The end of what is typed. */
const CTRL_D = String.fromCharCode(4);
const ESCAPE = String.fromCharCode(27);
const isDocumented = (code: number | null): boolean =>
  code !== null && Object.hasOwn(EXIT_CODES, code);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Milliseconds after which a command waits for somebody, as it seems. */
const PATIENCE = 60_000;

describe.each([
  ['all is said', false],
  ['nothing is', true],
])('without a terminal, where %s', (_, bare) => {
  test('every command ends by itself, with one JSON document and no colours', async () => {
    const commands = commandsFor('without a terminal');
    const outcomes = await forEach(commands, 6, async (declared) => {
      const child = start(ofAlice(), [...lineOf(declared, { url, source, bare }), '--json']);
      // It stays open: who reads it, and was not told to, waits for ever.
      if (!bare) child.stdin.end(INPUT);
      const ended = endOf(child);
      const late = sleep(PATIENCE, undefined, { ref: false }).then(() => child.kill('SIGKILL'));
      const outcome = await Promise.race([ended, late.then(async () => ended)]);
      child.stdin.end();
      return outcome;
    });
    expect(
      wrong(
        outcomes,
        (outcome) =>
          isDocumented(outcome.code) &&
          outcome.code !== 130 &&
          isJson(outcome.stdout) &&
          !`${outcome.stdout}${outcome.stderr}`.includes(ESCAPE) &&
          isCivil(outcome),
      ),
    ).toEqual({});
    const done = Object.values(outcomes).filter(({ code }) => code === 0);
    expect(done.length).toBeGreaterThan(bare ? 20 : 30);
  }, 240_000);
});

describe.runIf(hasTerminal)('on a terminal', () => {
  test('every command ends with a documented exit code, and no stack', async () => {
    const outcomes = await forEach(commandsFor('on a terminal'), 6, async (declared) => {
      const { project, env } = ofAlice();
      const line = [process.execPath, COMMAND, ...lineOf(declared, { url, source, bare: true })];
      const { code, text } = await run(line, {
        cwd: project,
        env: { ...env, TERM: 'xterm' },
        terminal: true,
        answers: [[/◆/, CTRL_D]],
      });
      return { code: code ?? 0, stdout: '', stderr: text };
    });
    expect(wrong(outcomes, (outcome) => isDocumented(outcome.code) && isCivil(outcome))).toEqual(
      {},
    );
  }, 240_000);

  test('every command that asks something ends by Ctrl-C with 130, and has written nothing', async () => {
    const challenger = await answering(challenging);
    const commands = commandsFor('with Ctrl-C at a question');
    const outcomes = await forEach(commands, 6, async (declared) => {
      const scene = sceneAt(challenger.url);
      const before = scene.look();
      const args = lineOf(declared, { url: challenger.url, bare: true });
      const { code, text } = await run([process.execPath, COMMAND, ...args], {
        cwd: scene.project,
        env: { ...scene.env, TERM: 'xterm' },
        terminal: true,
        answers: [[/◆/, CTRL_C]],
      });
      return { code: code ?? 0, stdout: '', stderr: text, changed: changed(before, scene.look()) };
    });
    expect(
      wrong(
        outcomes,
        (outcome) => outcome.code === 130 && outcome.changed.length === 0 && isCivil(outcome),
      ),
    ).toEqual({});
  }, 240_000);
});
