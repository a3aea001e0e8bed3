import { describe, expect, test } from 'vitest';

import { PASSWORD } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { openBrowser } from '../sso/browser.ts';
import { approve } from '../sso/person.ts';
import { startProvider } from '../sso/provider.ts';
import { settingsFor } from '../sso/stage.ts';
import { isHere, npm11, npm12, pnpm10, pnpm12, type Program, yarn4 } from './clients.ts';
import { home, person } from './home.ts';
import { startRegistry } from './registry.ts';
import { hasTerminal } from './terminal.ts';
import type { Answer } from './typist.ts';
import { onLoginUrl } from './web-login.ts';

const provider = await startProvider();
const { sso = '' } = settingsFor(provider);
const registry = await startRegistry(['--sso', sso]);

/** Somebody whom the provider knows. */
function newcomer(): string {
  const name = uniqueName('alice');
  provider.people.set(name, { preferred_username: name });
  return name;
}

interface Login {
  readonly client: Program;
  readonly login: readonly string[];
  readonly whoami: readonly string[];
  readonly terminal?: boolean;
  readonly answers?: readonly Answer[];
}

const LOGINS: readonly Login[] = [
  { client: npm11, login: ['login'], whoami: ['whoami'] },
  { client: npm12, login: ['login'], whoami: ['whoami'] },
  { client: npm11, login: ['adduser'], whoami: ['whoami'] },
  { client: pnpm10, login: ['login'], whoami: ['whoami'] },
  { client: pnpm12, login: ['login'], whoami: ['whoami'], terminal: true },
  {
    client: yarn4,
    login: ['npm', 'login', '--web-login'],
    whoami: ['npm', 'whoami'],
    terminal: true,
    answers: [[/open your browser/, 'n']],
  },
];

describe.each(LOGINS)('$client.name $login', (row) => {
  const { client, login, whoami, terminal = false, answers = [] } = row;
  test.runIf(isHere(client) && (!terminal || hasTerminal))(
    'shows a URL, and goes on when its person has signed in there',
    async () => {
      const name = newcomer();
      const alice = home(client, registry);
      const { watch, done } = onLoginUrl(async (url) => approve(registry, url, name));
      await alice.run(login, { watch, terminal, answers });
      await done();
      expect((await alice.run(whoami)).stdout).toContain(name);
    },
  );
});

describe.each([npm11, npm12])('$name', (npm) => {
  test('says why nobody was logged in, and asks for a password instead', async () => {
    const { name } = await person(npm, registry);
    const alice = home(npm, registry);
    const { watch, done } = onLoginUrl(async (url) => {
      const browser = openBrowser(registry);
      await browser.submit(await browser.open(url), { answer: 'no' });
    });
    const answers = [[/Username:/, name] as const, [/Password:/, PASSWORD] as const];
    const { text } = await alice.run(['login'], { answers, watch });
    await done();
    expect(text).toContain('the person at the browser says that it was not them');
    expect((await alice.run(['whoami'])).stdout.trim()).toBe(name);
  });

  test('logs in with a password where its user says so', async () => {
    const { name } = await person(npm, registry);
    const alice = home(npm, registry);
    const answers = [[/Username:/, name] as const, [/Password:/, PASSWORD] as const];
    await alice.run(['login', '--auth-type=legacy'], { answers });
    expect((await alice.run(['whoami'])).stdout.trim()).toBe(name);
  });

  test('makes a token for who has no password, shortly after the login', async () => {
    const name = newcomer();
    const alice = home(npm, registry);
    const { watch, done } = onLoginUrl(async (url) => approve(registry, url, name));
    await alice.run(['login'], { watch });
    await done();
    const { stdout } = await alice.run(['token', 'create', '--name', 'robot'], {
      answers: [[/password:/i, 'none']],
    });
    const [, token = ''] = /Created token (\S+)/.exec(stdout) ?? [];
    const robot = registry.admin.with(token);
    expect((await robot.get('/-/whoami')).body).toEqual({ username: name });
  });
});

test('yarn 4 asks for a password unless its user wants a browser', async () => {
  const { name } = await person(yarn4, registry);
  const alice = home(yarn4, registry);
  const answers = [[/Username:/, name] as const, [/Password:/, PASSWORD] as const];
  await alice.run(['npm', 'login'], { answers, terminal: hasTerminal });
  expect((await alice.run(['npm', 'whoami'])).stdout).toContain(name);
});

test('no secret of a login stands in the log of requests', async () => {
  const lines = (await registry.requests()).filter((line) => line.includes('/-/v1/login'));
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.filter((line) => !/^(?:GET|POST) \/-\/v1\/login(?:\/\w+)? \d+$/.test(line))).toEqual(
    [],
  );
});
