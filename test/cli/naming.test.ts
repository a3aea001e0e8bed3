import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';

import { renamed } from '../../cli/publishing/naming/aliases.ts';
import { alike, spellings } from '../../cli/publishing/naming/look-alikes.ts';
import { namesAt } from '../../cli/publishing/naming/names.ts';
import { asPackageName, type PackageName } from '../../lambdas/domain/package-name.ts';
import { atEnd } from '../at-end.ts';
import { user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server } from '../target.ts';

const registry = await server();
const alice = await user(registry, 'alice');
const bob = await user(registry, 'bob');

const named = (text: string): PackageName => {
  const name = asPackageName(text);
  if (!name) throw new Error(`${text} is no name`);
  return name;
};

/** As alice asks, anew each time. */
const choose = async (plain: string, wish: { scope?: string; name?: string } = {}) =>
  namesAt({ registry: registry.url, authorization: `Bearer ${alice.token}` })(named(plain), {
    scope: wish.scope,
    name: wish.name === undefined ? undefined : named(wish.name),
  });

const publish = async (client: typeof alice, name: string): Promise<void> => {
  const { status } = await client.publish({ name, version: '1.0.0' });
  expect(status).toBe(201);
};

const scopeOf = (): string => `@${uniqueName('scope')}`;

/** Asks for the name `a` where a registry has these documents and nothing else. */
const asked = async (documents: Readonly<Record<string, object>>, token?: string) => {
  const quiet = createServer(({ url = '' }, response) => {
    const document = documents[url];
    response.writeHead(document ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(document ?? { error: 'not found' }));
  });
  await new Promise<void>((resolve) => {
    quiet.listen(0, '127.0.0.1', resolve);
  });
  atEnd(() => quiet.close());
  const { port } = quiet.address() as AddressInfo;
  const authorization = token && `Bearer ${token}`;
  return namesAt({ registry: `http://127.0.0.1:${port}`, authorization })(named('a'), {});
};

describe('the name of a package at another registry', () => {
  test('is the plain one where that is free, and where it is ours', async () => {
    const [name, scope] = [uniqueName(), scopeOf()];
    expect(await choose(name, { scope })).toEqual({ name, exists: false });
    expect(await choose(name)).toEqual({ name, exists: false });
    await publish(alice, name);
    expect(await choose(name, { scope })).toEqual({ name, exists: true });
    expect(await choose(name)).toEqual({ name, exists: true });
  });

  test('is the one in the scope where the plain one is somebody else’s, and stays that', async () => {
    const [plain, scope] = [uniqueName(), scopeOf()];
    await publish(bob, plain);
    const name = `${scope}/${plain}`;
    const note = `${plain} belongs to ${bob.name} there`;
    expect(await choose(plain, { scope })).toEqual({ name, exists: false, note });
    await publish(alice, name);
    expect(await choose(plain, { scope })).toEqual({ name, exists: true, note });
    const { body } = await bob.get(`/${plain}?write=true`);
    expect((await bob.remove(`/${plain}/-rev/${body['_rev']}`)).status).toBe(200);
    expect((await choose(plain, { scope })).name).toBe(name);
  });

  test('stays the one in the scope where the plain one becomes ours too, and says so', async () => {
    const [plain, scope] = [uniqueName(), scopeOf()];
    await publish(alice, `${scope}/${plain}`);
    await publish(alice, plain);
    const chosen = await choose(plain, { scope });
    expect(chosen.name).toBe(`${scope}/${plain}`);
    expect(chosen.note).toContain('are both yours there: "name" in pantry.publish.npm says which');
    expect(await choose(plain, { scope, name: plain })).toEqual({ name: plain, exists: true });
  });

  test('is refused without a scope, and where the scoped one is not ours either', async () => {
    const [plain, scope] = [uniqueName(), scopeOf()];
    await publish(bob, plain);
    const alone = await choose(plain);
    expect(alone.refusal?.message).toBe(
      `${plain} belongs to ${bob.name} there: name a scope of yours as "scope" in pantry.publish.npm of package.json`,
    );
    await publish(bob, `${scope}/${plain}`);
    const both = await choose(plain, { scope });
    expect(both.refusal?.message).toContain(`and ${scope}/${plain} belongs to ${bob.name} there`);
    expect((await choose(`${scope}/${plain}`)).refusal?.message).toContain('belongs to');
  });

  test('is ours where a team may write it', async () => {
    const org = uniqueName('org');
    await bob.put(`/-/org/${org}/user`, { user: bob.name, role: 'owner' });
    await bob.put(`/-/org/${org}/user`, { user: alice.name, role: 'developer' });
    await publish(bob, `@${org}/tool`);
    expect(await choose(`@${org}/tool`)).toEqual({ name: `@${org}/tool`, exists: true });
  });

  test('is left to a registry that does not tell whose it is, or who asks', async () => {
    const whoami = { username: 'alice' };
    const ours = { name: 'a', exists: true };
    expect(await asked({ '/a': {}, '/-/whoami': whoami }, 'token')).toEqual(ours);
    expect(await asked({ '/a': { maintainers: ['bob <b@example.com>'] } }, 'token')).toEqual(ours);
    expect((await asked({ '/a': {} })).refusal?.message).toContain('a belongs to somebody else');
    const theirs = { '/a': { maintainers: [{ name: 'bob' }] }, '/-/whoami': whoami };
    expect((await asked(theirs, 'token')).refusal?.message).toContain('a belongs to bob there');
  });

  test('is not the plain one where that looks like another that is there', async () => {
    const [joined, scope] = [uniqueName().replace('-', ''), scopeOf()];
    const plain = `${joined.slice(0, 5)}-${joined.slice(5)}`;
    await publish(bob, joined);
    const note = `${plain} is free there but looks like ${joined}, which is there`;
    expect(await choose(plain, { scope })).toEqual({
      name: `${scope}/${plain}`,
      exists: false,
      note,
    });
    const alone = await choose(plain);
    expect(alone.refusal?.message).toContain(`${note}: name a scope`);
    expect(alone.refusal?.message).toContain(`or insist on it by "name": "${plain}" there`);
    expect(await choose(plain, { name: plain })).toEqual({ name: plain, exists: false });
  });

  test('is not one word where that looks like two that are there', async () => {
    const joined = uniqueName().replace('-', '');
    const other = `${joined.slice(0, 5)}-${joined.slice(5)}`;
    await publish(bob, other);
    expect((await choose(joined)).refusal?.message).toContain(
      `looks like ${other}, which is there`,
    );
  });
});

describe('names that look alike', () => {
  test('have the same words, joined in another way', () => {
    expect(spellings(named('bun-router'))).toEqual(['bun.router', 'bun_router', 'bunrouter']);
    expect(spellings(named('a-b_c'))).toHaveLength(15);
    expect(spellings(named('one'))).toEqual(['o-ne', 'on-e']);
    const long = spellings(named(Array.from({ length: 30 }, () => 'ab').join('-')));
    expect(long.length).toBeLessThanOrEqual(64);
  });

  test('are found among others whatever their case', () => {
    const found = alike(named('json-stream'), ['JSONStream', 'json-stream', 'json-streams']);
    expect(found).toEqual(['JSONStream']);
  });
});

describe('a package.json under another name', () => {
  const names = new Map([
    ['a', named('@acme/a')],
    ['b', named('@acme/b')],
    ['c', named('c')],
  ]);

  test('has what it depends on as aliases, whatever it calls it', () => {
    const dependencies = { b: '^1.0.0', x: 'npm:b@~2.0.0', y: 'npm:b', c: '1.0.0', z: '1.0.0' };
    expect(renamed({ name: 'a', dependencies }, names)).toEqual({
      name: '@acme/a',
      dependencies: {
        b: 'npm:@acme/b@^1.0.0',
        x: 'npm:@acme/b@~2.0.0',
        y: 'npm:@acme/b@*',
        c: '1.0.0',
        z: '1.0.0',
      },
    });
  });

  test('leaves what is bundled alone, since it comes with it', () => {
    const bundling = { name: 'd', dependencies: { b: '1.0.0' }, bundledDependencies: ['b'] };
    expect(renamed(bundling, names)).toEqual(bundling);
    const all = { name: 'd', dependencies: { b: '1.0.0' }, bundleDependencies: true };
    expect(renamed(all, names)).toEqual(all);
  });

  test('keeps its command', () => {
    const other = new Map([['a', named('@acme/tool')]]);
    expect(renamed({ name: 'a', bin: 'x.js' }, other)).toMatchObject({ bin: { a: 'x.js' } });
    expect(renamed({ name: 'a', bin: 'x.js' }, names)).toMatchObject({ bin: 'x.js' });
  });
});
