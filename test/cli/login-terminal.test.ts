import { describe, expect, test } from 'vitest';

import { enrolled } from '../authenticator.ts';
import { anonymous, PASSWORD, user } from '../client.ts';
import { hasTerminal } from '../clients/terminal.ts';
import { uniqueName } from '../packages.ts';
import { server } from '../target.ts';
import { CTRL_C, session } from './session.ts';

const registry = await server();
const { url } = registry;
const alice = await user(registry, 'alice');

const nameOf = async (token: string): Promise<string> =>
  (await anonymous(registry).with(token).get('/-/whoami')).body.username;

describe.runIf(hasTerminal)('pantry login in a terminal', () => {
  const login = ['login', '--registry', url];

  test('asks for name and password, which nobody sees', async () => {
    const home = session();
    const { code, text } = await home.onTerminal(login, [
      [/Name/, alice.name],
      [/Password/, PASSWORD],
    ]);
    expect([code, text]).toEqual([
      0,
      expect.stringContaining(`logged in to ${url} as ${alice.name}`),
    ]);
    expect(text).not.toContain(PASSWORD);
    expect(home.credentials().registries[url].user).toBe(alice.name);
  });

  test('asks whether a new name shall be signed up, and for the password again', async () => {
    const home = session();
    const name = uniqueName('newcomer');
    const { code } = await home.onTerminal(login, [
      [/Name/, name],
      [/Password/, PASSWORD],
      [/Sign up\?/, 'y'],
      [/The password again/, PASSWORD],
    ]);
    expect(code).toBe(0);
    expect(await nameOf(home.credentials().registries[url].token)).toBe(name);
  });

  test('signs nobody up whose passwords are two', async () => {
    const home = session();
    const name = uniqueName('newcomer');
    const { code, text } = await home.onTerminal(login, [
      [/Name/, name],
      [/Password/, PASSWORD],
      [/Sign up\?/, 'y'],
      [/The password again/, 'another one'],
      [/type both anew[^]*Password/, PASSWORD],
      [/The password again/, 'another one'],
      [/type both anew[^]*Password/, PASSWORD],
      [/The password again/, 'another one'],
    ]);
    expect([code, text]).toEqual([1, expect.stringContaining('nobody was signed up')]);
    expect(text.match(/type both anew/g)).toHaveLength(2);
    expect((await alice.get(`/-/user/org.couchdb.user:${name}`)).status).toBe(404);
  });

  test('asks for both passwords anew where they are two, and takes what is typed twice', async () => {
    const home = session();
    const name = uniqueName('newcomer');
    const { code } = await home.onTerminal(login, [
      [/Name/, name],
      [/Password/, 'a slip of the finger'],
      [/Sign up\?/, 'y'],
      [/The password again/, PASSWORD],
      [/type both anew[^]*Password/, PASSWORD],
      [/The password again/, PASSWORD],
    ]);
    expect(code).toBe(0);
    const again = await session().run([...login, '--user', name, '--password-stdin'], PASSWORD);
    expect(again.code).toBe(0);
  });

  test('asks for the code of a second factor', async () => {
    const { alice: careful, phone } = await enrolled(registry);
    const home = session();
    const { code } = await home.onTerminal(
      [...login, '--user', careful.name],
      [
        [/Password/, PASSWORD],
        [/one-time pass/, phone.fresh()],
      ],
    );
    expect(code).toBe(0);
  });

  test.each([
    ['the name', [[/Name/, CTRL_C]] as const],
    [
      'the password',
      [
        [/Name/, alice.name],
        [/Password/, CTRL_C],
      ] as const,
    ],
    [
      'the sign-up',
      [
        [/Name/, 'nobody-is-this'],
        [/Password/, 'x'],
        [/Sign up\?/, CTRL_C],
      ] as const,
    ],
  ])('keeps nothing after Ctrl-C at %s', async (_, answers) => {
    const home = session();
    const { code } = await home.onTerminal(login, answers);
    expect(code).toBe(130);
    expect(home.credentials()).toBe(undefined);
  });
});
