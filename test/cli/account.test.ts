import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { enrolled } from '../authenticator.ts';
import { anonymous, PASSWORD, user } from '../client.ts';
import { hasTerminal } from '../clients/terminal.ts';
import { server } from '../target.ts';
import { answering } from './answering.ts';
import { CTRL_C, NOWHERE, session } from './session.ts';

const registry = await server();
const { url } = registry;
await user(registry, 'admin');

const isGood = async (token: string): Promise<boolean> =>
  (await anonymous(registry).with(token).get('/-/whoami')).status === 200;

/** A home of somebody who is logged in. */
async function loggedIn() {
  const alice = await user(registry, 'alice');
  return { alice, home: session(url, alice.token) };
}

describe('pantry logout', () => {
  test('revokes the token and forgets it, in npm’s file too', async () => {
    const { alice, home } = await loggedIn();
    const { host } = new URL(url);
    const npmrc = `//${host}/:_authToken=${alice.token}\n//other/:_authToken=x\n`;
    writeFileSync(path.join(home.dir, '.npmrc'), npmrc);
    expect(await home.run(['logout'])).toEqual({
      code: 0,
      stdout: `logged out of ${url}\n`,
      stderr: '',
    });
    expect(home.credentials()).toEqual({ registries: {} });
    expect(home.read('.npmrc')).toBe('//other/:_authToken=x\n');
    expect(await isGood(alice.token)).toBe(false);
    const again = await home.run(['logout', '--registry', url]);
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('nothing to forget')]);
  });

  test('leaves another token of npm alone, and says what counts still', async () => {
    const { alice, home } = await loggedIn();
    const other = await user(registry, 'other');
    const npmrc = `//${new URL(url).host}/:_authToken=${other.token}\n`;
    writeFileSync(path.join(home.dir, '.npmrc'), npmrc);
    const env = { PANTRY_TOKEN: other.token };
    const { code, stderr } = await home.run(['logout'], '', env);
    expect([code, stderr]).toEqual([0, expect.stringContaining('PANTRY_TOKEN is set still')]);
    expect(home.read('.npmrc')).toBe(npmrc);
    expect([await isGood(alice.token), await isGood(other.token)]).toEqual([false, true]);
  });

  test('forgets what is good no more, and what can not be revoked, which it says', async () => {
    const gone = session(url, 'pantry_gone');
    expect((await gone.run(['logout'])).code).toBe(0);
    const failing = await answering((_, response) => response.writeHead(501).end('{"error":"oh"}'));
    const there = session(failing.url, 'token');
    const { code, stderr } = await there.run(['logout']);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/is not revoked at http.*: oh/)]);
    expect(there.credentials()).toEqual({ registries: {} });
  });

  test('logs out everywhere', async () => {
    const { alice, home } = await loggedIn();
    const { url: other, requests } = await answering((_, response) => response.end('{}'));
    const registries = { [url]: { token: alice.token }, [other]: { token: 'secret' } };
    const file = path.join(home.dir, '.pantry/credentials');
    writeFileSync(file, JSON.stringify({ current: url, registries }));
    const { code, stdout } = await home.run(['logout', '--all', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual([
      { registry: url, revoked: true },
      { registry: other, revoked: true },
    ]);
    expect(home.credentials()).toEqual({ registries: {} });
    expect(requests[0]).toMatchObject({ method: 'DELETE', url: '/-/user/token/secret' });
  });
});

describe('pantry whoami', () => {
  test('shows the name to scripts, and to people whence it is and what it may', async () => {
    const { alice, home } = await loggedIn();
    const { code, stdout, stderr } = await home.run(['whoami']);
    expect([code, stdout]).toEqual([0, `${alice.name}\n`]);
    expect(stderr).toBe(
      [
        `  registry    ${url} (\`pantry login\`)`,
        '  credential  `pantry login`',
        '  may         read and write',
        '',
      ].join('\n'),
    );
  });

  test('knows the limits of a token', async () => {
    const { alice, home } = await loggedIn();
    const { body } = await alice.post('/-/npm/v1/tokens', {
      password: PASSWORD,
      scopes: ['@acme'],
      cidr_whitelist: ['127.0.0.0/8', '::1/128'],
      expires: 3,
    });
    const args = ['whoami', '--registry', url, '--json'];
    const { stdout } = await home.run(args, '', { PANTRY_TOKEN: body.token });
    expect(JSON.parse(stdout)).toMatchObject({
      user: alice.name,
      registry: url,
      registryFrom: '--registry',
      credentialFrom: 'PANTRY_TOKEN',
      token: { permission: 'read-only', scopes: ['@acme'], expires: body.expires },
    });
    expect(stdout).not.toContain(body.token);
    const { stderr } = await home.run(args.slice(0, -1), '', { PANTRY_TOKEN: body.token });
    expect(stderr).toContain('may         read: @acme\n');
    expect(stderr).toContain('only from   127.0.0.0/8, ::1/128\n');
  });

  test.each<[string, string | undefined, number, RegExp]>([
    ['nobody is logged in', undefined, 3, /run `pantry login/],
    ['the token is good no more', 'pantry_x', 3, /was refused: .*Log in again: .*`pantry login`/],
  ])('says so where %s', async (_, token, expected, sentence) => {
    const home = session(url, token);
    const { code, stdout, stderr } = await home.run(['whoami']);
    expect([code, stdout, stderr]).toEqual([expected, '', expect.stringMatching(sentence)]);
  });

  test('fails where the registry can not be reached, as JSON too', async () => {
    const { code, stdout } = await session(NOWHERE, 'x').run(['whoami', '--json']);
    expect(code).toBe(4);
    expect(JSON.parse(stdout).error).toMatchObject({ exitCode: 4 });
  });
});

describe('pantry token', () => {
  test('makes one, which is alone on the standard output; lists and revokes it', async () => {
    const { alice, home } = await loggedIn();
    const limits = '--name ci --scope @acme --package tool --permission read-write --expires 30';
    const more = ['--cidr', '127.0.0.0/8', '--cidr', '::1', '--password-stdin'];
    const args = ['token', 'create', ...limits.split(' '), ...more];
    const { code, stdout, stderr } = await home.run(args, `${PASSWORD}\n`);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^pantry_[\dA-Za-z]{38}\n$/)]);
    const token = stdout.trim();
    expect(stderr).toContain('not shown again');
    expect(stderr).not.toContain(token);
    const { objects } = (await alice.get('/-/npm/v1/tokens')).body;
    const made = objects.find(({ name }: { name: string }) => name === 'ci');
    expect(made).toMatchObject({
      permission: 'read-write',
      packages: ['tool'],
      scopes: ['@acme'],
      cidr_whitelist: ['127.0.0.0/8', '::1/128'],
    });
    const listed = (await home.run(['token', 'list'])).stdout.split('\n');
    expect(listed).toHaveLength(3);
    expect(listed[1]?.split('\t')).toEqual([
      made.key,
      `${token.slice(0, 11)}…`,
      'ci',
      'read and write: tool, @acme',
      '127.0.0.0/8,::1/128',
      `until ${made.expires.slice(0, 10)}`,
    ]);
    const revoked = await home.run(['token', 'revoke', made.key.slice(0, 8)]);
    expect([revoked.code, revoked.stdout]).toEqual([0, `revoked ${made.key}\n`]);
    expect(await isGood(token)).toBe(false);
  });

  test('writes one to a .env and does not show it', async () => {
    const { home } = await loggedIn();
    execFileSync('git', ['init', '--quiet', home.dir]);
    const args = ['token', 'create', '--save', 'env', '--password-stdin', '--json'];
    const refused = await home.run(args, PASSWORD);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/\.gitignore/)]);
    expect(JSON.parse((await home.run(['token', 'list', '--json'])).stdout)).toHaveLength(1);
    writeFileSync(path.join(home.dir, '.gitignore'), '.env\n');
    const { code, stdout, stderr } = await home.run(args, PASSWORD);
    const [, token = ''] = /^PANTRY_TOKEN=(pantry_\w+)\n$/.exec(home.read('.env') ?? '') ?? [];
    expect([code, await isGood(token)]).toEqual([0, true]);
    expect(stdout + stderr).not.toContain(token);
    expect(home.modeOf('.env')).toBe(0o600);
  });

  test('stages only, or bypasses a second factor, where that is asked for', async () => {
    const { alice, phone } = await enrolled(registry);
    const home = session(url, alice.token);
    const args = ['token', 'create', '--permission', 'stage', '--bypass-2fa', '--json'];
    const code = phone.fresh();
    const { stdout } = await home.run([...args, '--password-stdin', '--otp', code], PASSWORD);
    expect(JSON.parse(stdout)).toMatchObject({ permission: 'stage', bypass_2fa: true });
  });

  test.runIf(hasTerminal)(
    'asks for the password in a terminal, while the token goes elsewhere',
    async () => {
      const { home } = await loggedIn();
      const { code, stdout, text } = await home.onTerminal(
        ['token', 'create', '--name', 'robot'],
        [[/Your password/, PASSWORD]],
      );
      expect(code).toBe(0);
      expect(stdout).toMatch(/pantry_[\dA-Za-z]{38}\n/);
      expect(text).not.toContain(PASSWORD);
      const stopped = await home.onTerminal(['token', 'create'], [[/Your password/, CTRL_C]]);
      expect(stopped.code).toBe(130);
      expect(JSON.parse((await home.run(['token', 'list', '--json'])).stdout)).toHaveLength(2);
    },
  );

  test.each<[string, readonly string[], string, number, RegExp]>([
    ['no command', [], '', 2, /list/],
    ['no time', ['create', '--expires', 'soon', '--password-stdin'], 'x', 2, /number of days/],
    ['another permission', ['create', '--permission', 'all'], '', 2, /--permission is read-only/],
    ['nobody to ask', ['create'], '', 2, /--password-stdin/],
    ['a wrong password', ['create', '--password-stdin'], 'x', 3, /the password is another one/],
    [
      'what is no scope',
      ['create', '--scope', 'A b', '--password-stdin'],
      PASSWORD,
      1,
      /not a scope/,
    ],
    ['an unknown key', ['revoke', 'abc'], '', 1, /no token of yours with this key/],
    ['no key', ['revoke'], '', 2, /say which token/],
  ])('refuses %s in a sentence', async (_, args, input, expected, sentence) => {
    const { home } = await loggedIn();
    const { code, stdout, stderr } = await home.run(['token', ...args], input);
    expect([code, stdout]).toEqual([expected, '']);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toContain('    at ');
  });

  test('revokes none where a key means two, or one of several is none', async () => {
    const keys = ['aa-1', 'aa-2'].map((key) => ({ key, token: 'x' }));
    const { url: other, requests } = await answering((_, response) =>
      response.end(JSON.stringify({ objects: keys })),
    );
    const home = session(other, 'x');
    const two = await home.run(['token', 'revoke', 'aa']);
    expect([two.code, two.stderr]).toEqual([1, expect.stringContaining('several keys begin with')]);
    expect((await home.run(['token', 'revoke', 'aa-1', 'bb'])).code).toBe(1);
    expect(requests.filter(({ method }) => method === 'DELETE')).toEqual([]);
  });
});
