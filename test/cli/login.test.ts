import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { enrolled } from '../authenticator.ts';
import { anonymous, PASSWORD, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server } from '../target.ts';
import { answering } from './answering.ts';
import { NOWHERE, session } from './session.ts';

const registry = await server();
const { url } = registry;
const alice = await user(registry, 'alice');
const nobody = anonymous(registry);

const nameOf = async (token: string): Promise<string> =>
  (await nobody.with(token).get('/-/whoami')).body.username;

const byPassword = (name: string, ...more: readonly string[]): readonly string[] => [
  'login',
  '--registry',
  url,
  '--user',
  name,
  '--password-stdin',
  ...more,
];

describe('pantry login without a terminal', () => {
  test('takes name and password, and keeps the token for its owner alone', async () => {
    const home = session();
    const { code, stdout, stderr } = await home.run(byPassword(alice.name), `${PASSWORD}\n`);
    expect([code, stdout]).toEqual([0, `logged in to ${url} as ${alice.name}\n`]);
    const { current, registries } = home.credentials();
    expect([current, registries[url].user]).toEqual([url, alice.name]);
    expect(await nameOf(registries[url].token)).toBe(alice.name);
    expect(home.modeOf('.pantry/credentials')).toBe(0o600);
    expect(stdout + stderr).not.toContain(registries[url].token);
    expect(stderr).not.toContain(PASSWORD);
  });

  test('takes a token that was made elsewhere, never to show it again', async () => {
    const home = session();
    const args = ['login', '--registry', url, '--token-stdin', '--json'];
    const { code, stdout, stderr } = await home.run(args, `${alice.token}\n`);
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toEqual({
      registry: url,
      user: alice.name,
      saved: [path.join(home.dir, '.pantry/credentials')],
    });
    expect(home.credentials().registries[url].token).toBe(alice.token);
  });

  test('signs nobody up by a typing error, but where that is wanted', async () => {
    const home = session();
    const name = uniqueName('newcomer');
    const refused = await home.run(byPassword(name), PASSWORD);
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringContaining(`there is no user "${name}" at ${url}: add --sign-up`),
    ]);
    expect(home.credentials()).toBe(undefined);
    expect((await alice.get(`/-/user/org.couchdb.user:${name}`)).status).toBe(404);
    const more = ['--sign-up', '--email', `${name}@example.com`];
    expect((await home.run(byPassword(name, ...more), PASSWORD)).code).toBe(0);
    expect(await nameOf(home.credentials().registries[url].token)).toBe(name);
  });

  test('wants the code of a second factor, as an option', async () => {
    const { alice: careful, phone } = await enrolled(registry);
    const home = session();
    const without = await home.run(byPassword(careful.name), PASSWORD);
    expect([without.code, without.stderr]).toEqual([
      3,
      expect.stringMatching(/one-time pass.*repeat the command with --otp/),
    ]);
    const args = byPassword(careful.name, '--otp', phone.fresh());
    expect((await home.run(args, PASSWORD)).code).toBe(0);
  });

  test('writes the token to a .env that git ignores, and lets npm know', async () => {
    const home = session();
    execFileSync('git', ['init', '--quiet', home.dir]);
    writeFileSync(path.join(home.dir, '.gitignore'), '.env\n');
    writeFileSync(path.join(home.dir, '.npmrc'), '@acme:registry=${ACME}\n//other/:_authToken=x\n');
    const args = byPassword(alice.name, '--save', 'env', '--npmrc', '--json');
    const { code, stdout } = await home.run(args, PASSWORD);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).saved).toEqual(
      ['.pantry/credentials', '.env', '.npmrc'].map((name) => path.join(home.dir, name)),
    );
    const { token } = home.credentials().registries[url];
    expect(home.read('.env')).toBe(`PANTRY_TOKEN=${token}\n`);
    expect(home.modeOf('.env')).toBe(0o600);
    const { host } = new URL(url);
    expect(home.read('.npmrc')?.split('\n')).toEqual([
      '@acme:registry=${ACME}',
      '//other/:_authToken=x',
      `//${host}/:_authToken=${token}`,
      '',
    ]);
    expect(home.modeOf('.npmrc')).toBe(0o600);
  });

  test('logs nobody in where the .env is one that git would commit', async () => {
    const home = session();
    const { code, stderr } = await home.run(byPassword(alice.name, '--save', 'env'), PASSWORD);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/add \.env to the \.gitignore/)]);
    expect([home.credentials(), home.read('.env')]).toEqual([undefined, undefined]);
  });

  test('sends no password to whom a stranger’s .npmrc names', async () => {
    const { url: evil, requests } = await answering((_, response) => response.end('{}'));
    const home = session();
    writeFileSync(path.join(home.dir, 'package.json'), '{}');
    // Its home is another one, so that this is the project's file.
    writeFileSync(path.join(home.dir, '.npmrc'), `registry=${evil}/\n`);
    const args = ['login', '--user', 'alice', '--password-stdin'];
    const { code, stderr } = await home.run(args, PASSWORD, { HOME: session().dir });
    expect([code, stderr]).toEqual([2, expect.stringContaining(`--registry ${evil}`)]);
    expect(requests).toEqual([]);
  });

  test.each<[string, readonly string[], string, number, RegExp]>([
    ['no registry', ['login', '--token-stdin'], 'x', 2, /--registry https/],
    ['nobody to ask', ['login', '--registry', url], '', 2, /--user and --password-stdin/],
    ['no password', byPassword('alice'), '', 2, /there is nothing in it/],
    [
      'two secrets',
      byPassword('alice', '--token-stdin'),
      'x',
      2,
      /--password-stdin or --token-stdin/,
    ],
    [
      'a text that is no token',
      ['login', '--registry', url, '--token-stdin'],
      'a b',
      2,
      /no token/,
    ],
    [
      'an endless input',
      ['login', '--registry', url, '--token-stdin'],
      'x'.repeat(99_999),
      2,
      /too long/,
    ],
    ['another place to save', byPassword('alice', '--save', 'git'), 'x', 2, /--save is env/],
    ['a wrong token', ['login', '--registry', url, '--token-stdin'], 'npm_x', 3, /was refused/],
    ['a wrong password', byPassword(alice.name), 'wrong', 3, /the password is another one/],
    [
      'no network',
      ['login', '--registry', NOWHERE, '--token-stdin'],
      'npm_x',
      4,
      /could not be reached/,
    ],
  ])('keeps nothing after %s', async (_, args, input, expected, sentence) => {
    const home = session();
    const { code, stdout, stderr } = await home.run(args, input);
    expect([code, stdout]).toEqual([expected, '']);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toContain('    at ');
    expect(home.credentials()).toBe(undefined);
  });

  test('keeps nothing where the registry fails, or gives what is no token', async () => {
    const failing = await answering((_, response) => response.writeHead(500).end('{"error":"oh"}'));
    const odd = await answering((_, response) => response.end('{"token":"a\\nb","username":"x"}'));
    for (const [other, expected] of [
      [failing.url, 4],
      [odd.url, 1],
    ] as const) {
      const home = session();
      const args = ['login', '--registry', other, '--user', 'alice', '--password-stdin'];
      expect((await home.run(args, PASSWORD)).code).toBe(expected);
      expect(home.credentials()).toBe(undefined);
    }
  });

  test('says where a password would be sent in the open', async () => {
    const home = session();
    const args = [
      'login',
      '--registry',
      'http://registry.invalid',
      '--user',
      'a',
      '--password-stdin',
    ];
    const { stderr } = await home.run(args, 'x');
    expect(stderr).toContain('is asked without encryption');
  });
});

describe('pantry login where signing up needs an invitation', () => {
  test('asks for its code', async () => {
    const closed = await server({ signUp: 'invite' });
    const admin = await user(closed, 'admin');
    const invited = async (): Promise<string> => (await admin.post('/-/v1/invites', {})).body.code;
    const name = uniqueName('newcomer');
    const home = session();
    const args = [
      'login',
      '--registry',
      closed.url,
      '--user',
      name,
      '--sign-up',
      '--password-stdin',
    ];
    const without = await home.run(args, PASSWORD);
    expect([without.code, without.stderr]).toEqual([
      3,
      expect.stringMatching(/needs an invitation.*--otp/),
    ]);
    expect((await home.run([...args, '--otp', await invited()], PASSWORD)).code).toBe(0);
    expect(home.credentials().registries[closed.url].user).toBe(name);
  });
});
