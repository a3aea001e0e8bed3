import { describe, expect, test } from 'vitest';

import { PASSWORD } from '../../client.ts';
import { uniqueName } from '../../packages.ts';
import { isHere, pnpm12 } from '../clients.ts';
import { home, person } from '../home.ts';
import { read } from '../read.ts';
import { startRegistry } from '../registry.ts';
import { hasTerminal } from '../terminal.ts';

const registry = await startRegistry();

describe.runIf(isHere(pnpm12))('an account with pnpm 12', () => {
  test.runIf(hasTerminal)('login asks, whoami knows, logout revokes', async () => {
    const name = uniqueName('alice');
    const alice = home(pnpm12, registry);
    const { text } = await alice.run(['login'], {
      terminal: true,
      answers: [
        [/Username:/, name],
        [/Password:/, PASSWORD],
        [/Email/, `${name}@example.com`],
      ],
    });
    expect(text).toContain(`Logged in as ${name}`);
    const [, token = ''] = /_authToken=(\S+)/.exec(read(alice.folder, AUTH)) ?? [];
    expect((await alice.run(['whoami'])).stdout.trim()).toBe(name);
    await alice.run(['logout']);
    expect(read(alice.folder, AUTH)).not.toContain('_authToken');
    expect(await registry.admin.with(token).get('/-/whoami')).toMatchObject({ status: 401 });
    expect(await registry.requests()).toEqual(
      expect.arrayContaining([
        'POST /-/v1/login 404',
        `PUT /-/user/org.couchdb.user:${name} 201`,
        'GET /-/whoami 200',
        'DELETE /-/user/token/… 200',
      ]),
    );
  });

  test('a token in .npmrc does as well', async () => {
    const alice = await person(pnpm12, registry);
    expect((await alice.run(['whoami'])).stdout.trim()).toBe(alice.name);
    expect(await home(pnpm12, registry).fails(['whoami'])).toContain('ERR_PNPM');
  });

  test('ping is answered', async () => {
    const { stdout } = await home(pnpm12, registry).run(['ping']);
    expect(stdout).toMatch(/PONG \d+/);
  });
});

const AUTH = '.config/pnpm/auth.ini';
