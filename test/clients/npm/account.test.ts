import { describe, expect, test } from 'vitest';

import { anonymous, PASSWORD } from '../../client.ts';
import { uniqueName } from '../../packages.ts';
import { npm11, npm12 } from '../clients.ts';
import { home, type Person, person } from '../home.ts';
import { read } from '../read.ts';
import { startRegistry } from '../registry.ts';

const registry = await startRegistry();
const nobody = anonymous(registry);

const create = async (somebody: Person, ...limits: readonly string[]): Promise<string> => {
  const { stdout } = await somebody.run(['token', 'create', '--name', 'robot', ...limits], {
    answers: [[/password:/i, PASSWORD]],
  });
  return /Created token (\S+)/.exec(stdout)?.[1] ?? '';
};

describe.each([npm11, npm12])('an account with $name', (npm) => {
  test('login tries the web, asks for a password instead, and whoami knows who it was', async () => {
    const name = uniqueName('alice');
    const alice = home(npm, registry);
    const answers = [[/Username:/, name] as const, [/Password:/, PASSWORD] as const];
    const { text } = await alice.run(['login'], { answers });
    expect(text).toContain(`Logged in on ${registry.url}/.`);
    expect((await alice.run(['whoami'])).stdout.trim()).toBe(name);
    expect(await registry.requests()).toEqual(
      expect.arrayContaining([
        'POST /-/v1/login 404',
        `PUT /-/user/org.couchdb.user:${name} 201`,
        'GET /-/whoami 200',
      ]),
    );
  });

  test('login with a wrong password says that it was the password', async () => {
    const { name } = await person(npm, registry);
    const mallory = home(npm, registry);
    const answers = [[/Username:/, name] as const, [/Password:/, 'not the password'] as const];
    expect(await mallory.fails(['login'], { answers })).toContain(
      `there is a user "${name}" here, but the password is another one`,
    );
    expect(read(mallory.folder, '.npmrc')).not.toContain('_authToken');
  });

  test('logout revokes the token', async () => {
    const alice = await person(npm, registry);
    await alice.run(['logout']);
    expect(read(alice.folder, '.npmrc')).not.toContain('_authToken');
    expect(await alice.http.get('/-/whoami')).toMatchObject({ status: 401 });
    expect(await alice.fails(['whoami'])).toContain('ENEEDAUTH');
  });

  test('tokens are listed, made and revoked', async () => {
    const alice = await person(npm, registry);
    const robot = nobody.with(await create(alice));
    expect(await robot.get('/-/whoami')).toMatchObject({ body: { username: alice.name } });

    const { stdout: list } = await alice.run(['token', 'list', '--json']);
    const tokens: { readonly key: string; readonly name: string }[] = JSON.parse(list);
    expect(tokens.map(({ name }) => name).toSorted()).toEqual(['login', 'robot']);

    const { key = '' } = tokens.find(({ name }) => name === 'robot') ?? {};
    await alice.run(['token', 'revoke', key]);
    expect(await robot.get('/-/whoami')).toMatchObject({ status: 401 });
  });

  test('login with a token that is no longer good gives a new one', async () => {
    const alice = await person(npm, registry);
    await alice.http.remove(`/-/user/token/${alice.http.token}`);
    expect(await alice.fails(['whoami'])).toContain('npm login');
    const answers = [[/Username:/, alice.name] as const, [/Password:/, PASSWORD] as const];
    await alice.run(['login'], { answers });
    expect((await alice.run(['whoami'])).stdout.trim()).toBe(alice.name);
  });

  test('a token that reads only publishes nothing', async () => {
    const alice = await person(npm, registry);
    const token = await create(alice, '--packages-and-scopes-permission', 'read-only');
    const robot = alice.http.with(token);
    expect(await robot.get('/-/whoami')).toMatchObject({ body: { username: alice.name } });
    const answer = await robot.publish({ name: uniqueName(), version: '1.0.0' });
    expect(answer).toMatchObject({ status: 403 });
  });

  test('a token for organisations is refused, and not one for everything', async () => {
    const alice = await person(npm, registry);
    const limits = ['--orgs', 'acme', '--orgs-permission', 'read-only'];
    const answers = [[/password:/i, PASSWORD] as const];
    const refusal = await alice.fails(['token', 'create', '--name', 'robot', ...limits], {
      answers,
    });
    expect(refusal).toContain(
      'name the scope of the organization: no token is for managing organizations',
    );
  });

  test('a profile is read and changed', async () => {
    const alice = await person(npm, registry);
    await alice.run(['profile', 'set', 'fullname', 'Alice Adams']);
    const { stdout } = await alice.run(['profile', 'get', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      name: alice.name,
      email: `${alice.name}@example.com`,
      fullname: 'Alice Adams',
    });
  });

  test('a password is changed', async () => {
    const alice = await person(npm, registry);
    await alice.run(['profile', 'set', 'password'], {
      answers: [
        [/Current password:/, PASSWORD],
        [/New password:/, 'a better one'],
        [/Again:/, 'a better one'],
      ],
    });
    const again = home(npm, registry);
    const answers = [[/Username:/, alice.name] as const, [/Password:/, 'a better one'] as const];
    await again.run(['login'], { answers });
    expect((await again.run(['whoami'])).stdout.trim()).toBe(alice.name);
  });

  test('ping is answered', async () => {
    const { text } = await home(npm, registry).run(['ping']);
    expect(text).toContain(`PING ${registry.url}/`);
    expect(text).toMatch(/PONG \d+/);
  });
});

describe('what npm 12 no longer has of accounts, with npm 11', () => {
  test('adduser makes an account with an address', async () => {
    const name = uniqueName('alice');
    const alice = home(npm11, registry);
    await alice.run(['adduser'], {
      answers: [
        [/Username:/, name],
        [/Password:/, PASSWORD],
        [/Email/, `${name}@example.com`],
      ],
    });
    const { stdout } = await alice.run(['profile', 'get', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ name, email: `${name}@example.com` });
  });
});
