import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';

import { user } from '../client.ts';
import { hasTerminal, inTerminal } from '../clients/terminal.ts';
import { integrityOf, pack, uniqueName } from '../packages.ts';
import { folder, server } from '../target.ts';
import { COMMAND } from './run.ts';

const registry = await server();
const alice = await user(registry, 'alice');

/** A package of alice's, with a lockfile that names it. */
const cwd = folder();
const name = uniqueName();
const tarball = pack({ name, version: '1.0.0' }, {});
await alice.publish({ name, version: '1.0.0' });
mkdirSync(path.join(cwd, 'package'));
writeFileSync(
  path.join(cwd, 'package', 'package.json'),
  JSON.stringify({ name, version: '2.0.0' }),
);
writeFileSync(
  path.join(cwd, 'package-lock.json'),
  JSON.stringify({
    lockfileVersion: 3,
    packages: {
      '': {},
      [`node_modules/${name}`]: {
        version: '1.0.0',
        resolved: `${registry.url}/x.tgz`,
        integrity: integrityOf(tarball),
      },
    },
  }),
);

const SHOWS = ['publish', 'package', '--dry-run'];
const DRAWS = ['mirror', 'package-lock.json'];

/** All that is shown, with its control characters. */
async function shown(
  args: readonly string[],
  terminal: boolean,
  variables: Readonly<Record<string, string>> = {},
): Promise<string> {
  const command = [process.execPath, COMMAND, ...args, '--registry', registry.url];
  const [file = '', ...rest] = terminal ? inTerminal(command) : command;
  const child = spawn(file, rest, {
    cwd,
    env: {
      PATH: process.env['PATH'],
      HOME: cwd,
      TERM: 'xterm-256color',
      PANTRY_TOKEN: alice.token,
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  const [out, error, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  expect(code).toBe(0);
  return out + error;
}

const COLOUR = '\u001B[1m';
const BAR = /[█░]/;

describe.runIf(hasTerminal)('on a terminal', () => {
  test('there are colours and bars', async () => {
    expect(await shown(SHOWS, true)).toContain(COLOUR);
    expect(await shown(DRAWS, true)).toMatch(BAR);
  });

  test.each([{ NO_COLOR: '1' }, { TERM: 'dumb' }])(
    'there are no colours with %j',
    async (variables) => {
      expect(await shown(SHOWS, true, variables)).not.toContain(COLOUR);
    },
  );

  test.each([{ CI: 'true' }, { TERM: 'dumb' }])('there are no bars with %j', async (variables) => {
    expect(await shown(DRAWS, true, variables)).not.toMatch(BAR);
  });

  test('there is neither with --json', async () => {
    expect(await shown([...SHOWS, '--json'], true)).not.toContain(COLOUR);
    expect(await shown([...DRAWS, '--json'], true)).not.toMatch(BAR);
  });
});

describe('where no terminal is', () => {
  test('there are neither colours nor bars', async () => {
    expect(await shown(SHOWS, false)).not.toContain(COLOUR);
    expect(await shown(DRAWS, false)).not.toMatch(BAR);
  });

  test('there are colours with FORCE_COLOR', async () => {
    expect(await shown(SHOWS, false, { FORCE_COLOR: '1' })).toContain(COLOUR);
  });
});
