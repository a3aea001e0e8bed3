import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { uniqueName } from '../packages.ts';
import { project } from './projects.ts';
import { inFrontOf, twoRegistries, versionAt } from './two-registries.ts';

const { own, other, alice, there, bob, npmrc, publish } = await twoRegistries();

type Packages = Readonly<Record<string, object>>;

interface Made {
  readonly dir: string;
  /** What packages are called, by the letters that a test has for them. */
  readonly called: (letter: string) => string;
  readonly write: (letter: string, packageJson: object) => void;
}

/** A workspace of pnpm; letters stand for names that nobody has. */
function workspace(packages: Packages, { url = other.url, root = {} } = {}): Made {
  const stem = uniqueName();
  const called = (letter: string): string => `${stem}-${letter}`;
  const jsonOf = (letter: string, packageJson: object): string =>
    JSON.stringify({ name: called(letter), version: '1.0.0', ...packageJson }).replaceAll(
      /\$(\w)/g,
      (_, sibling: string) => called(sibling),
    );
  const dir = project({
    '.npmrc': npmrc(url),
    'package.json': { name: called('root'), private: true, ...root },
    'pnpm-workspace.yaml': 'packages: ["packages/*"]\ncatalog:\n  ms: ^2.1.0\n',
    ...Object.fromEntries(
      Object.entries(packages).map(([letter, packageJson]) => [
        `packages/${letter}/package.json`,
        jsonOf(letter, packageJson),
      ]),
    ),
  });
  const write = (letter: string, packageJson: object): void =>
    writeFileSync(path.join(dir, 'packages', letter, 'package.json'), jsonOf(letter, packageJson));
  return { dir, called, write };
}

const TWO = { to: ['pantry', 'npm'] };
const both = { pantry: { publish: TWO } };

describe('pantry publish --recursive', () => {
  test('publishes what is not private, each after what it depends on, with ranges for everybody', async () => {
    const { dir, called } = workspace({
      a: { dependencies: { $c: 'workspace:^', ms: 'catalog:' } },
      b: { private: true },
      c: { devDependencies: { $b: 'workspace:*' } },
    });
    const { code, stdout } = await publish(dir, '--recursive');
    expect([code, stdout]).toEqual([0, `+ ${called('c')}@1.0.0\n+ ${called('a')}@1.0.0\n`]);
    const a = await versionAt(alice, called('a'));
    expect(a.dependencies).toEqual({ [called('c')]: '^1.0.0', ms: '^2.1.0' });
    const c = await versionAt(alice, called('c'));
    expect(c.devDependencies).toEqual({ [called('b')]: '1.0.0' });
    expect((await alice.get(`/${called('b')}`)).status).toBe(404);
  });

  test('shows sizes of what is sent, with ranges for everybody', async () => {
    const { dir, called } = workspace({ a: { dependencies: { ms: 'catalog:' } } });
    const [shown] = JSON.parse((await publish(dir, '-r', '--json')).stdout);
    const { dist } = await versionAt(alice, called('a'));
    const { unpackedSize, integrity } = dist;
    expect(shown).toMatchObject({ unpackedSize, integrity });
    expect(shown.files).toEqual([{ path: 'package.json', size: unpackedSize }]);
  });

  test('publishes only what was raised, whatever else has changed', async () => {
    const { dir, called, write } = workspace({ a: {}, b: {} });
    expect((await publish(path.join(dir, 'packages', 'a'), '-r')).code).toBe(0);
    write('a', { description: 'other content' });
    write('b', { version: '1.1.0' });
    const again = await publish(dir, '-r', '--json');
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject([{ id: `${called('b')}@1.1.0` }]);
    const none = await publish(dir, '-r', '--json');
    expect([none.code, JSON.parse(none.stdout)]).toEqual([0, []]);
    expect((await publish(dir, '-r')).stdout).toBe('there is nothing new to publish\n');
  });

  test('publishes packages that are named, as often as somebody says', async () => {
    const { dir, called } = workspace({ a: {}, b: {}, c: {} });
    const { stdout } = await publish(dir, '-w', called('c'), '--workspace', 'packages/a');
    expect(stdout).toBe(`+ ${called('a')}@1.0.0\n+ ${called('c')}@1.0.0\n`);
    expect((await alice.get(`/${called('b')}`)).status).toBe(404);
  });

  test('sends nothing where one package is refused', async () => {
    const { dir, called, write } = workspace({ a: {}, b: {} });
    write('b', { version: '1.0.0-rc.1' });
    const { code, stdout, stderr } = await publish(dir, '-r');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('1.0.0-rc.1 is a prerelease: say under which tag');
    expect((await alice.get(`/${called('a')}`)).status).toBe(404);
  });

  test('goes on elsewhere where a registry fails, stops there, and completes it the next time', async () => {
    const front = await inFrontOf(other);
    const { dir, called } = workspace(
      { a: {}, b: { dependencies: { $a: 'workspace:*' } }, c: {} },
      { url: front.url, root: both },
    );
    const second = `/${called('b')}`;
    front.refuse = ({ method, url }) => (method === 'PUT' && url === second ? 403 : undefined);
    const { code, stdout, stderr } = await publish(dir, '-r');
    expect([code, stdout]).toEqual([
      1,
      [
        `+ ${called('a')}@1.0.0 at ${own.url}`,
        `+ ${called('a')}@1.0.0 at ${front.url}`,
        `+ ${called('b')}@1.0.0 at ${own.url}`,
        `+ ${called('c')}@1.0.0 at ${own.url}`,
        '',
      ].join('\n'),
    ]);
    expect(stderr).toContain(`${called('b')} is not published at ${front.url}: `);
    expect(stderr).toContain(
      `not sent: ${called('c')}@1.0.0 to ${front.url}. Run the same again once that is mended: what is there already stays as it is`,
    );
    front.refuse = () => undefined;
    const again = await publish(dir, '-r', '--json');
    expect(again.code).toBe(0);
    const states = JSON.parse(again.stdout).flatMap((one: any) =>
      one.registries.map(({ driver, state }: any) => `${one.name} ${driver} ${state}`),
    );
    expect(states).toEqual([
      `${called('b')} pantry already there`,
      `${called('b')} npm published`,
      `${called('c')} pantry already there`,
      `${called('c')} npm published`,
    ]);
  });

  test('has siblings found under the names that they have there', async () => {
    const scope = `@${uniqueName('scope')}`;
    const { dir, called } = workspace(
      {
        a: {},
        b: { dependencies: { $a: 'workspace:^' }, peerDependencies: { $a: '>=1' } },
        c: {
          dependencies: { $b: 'workspace:*' },
          optionalDependencies: { alias: 'workspace:$a@*' },
        },
      },
      { root: { pantry: { publish: { ...TWO, npm: { scope } } } } },
    );
    await bob.publish({ name: called('a'), version: '0.1.0' });
    expect((await publish(dir, '-r')).code).toBe(0);
    const scoped = `${scope}/${called('a')}`;
    const b = await versionAt(there, called('b'));
    expect(b.dependencies).toEqual({ [called('a')]: `npm:${scoped}@^1.0.0` });
    expect(b.peerDependencies).toEqual({ [called('a')]: `npm:${scoped}@>=1` });
    expect((await versionAt(alice, called('b'))).dependencies).toEqual({ [called('a')]: '^1.0.0' });
    const c = await versionAt(there, called('c'));
    expect(c.dependencies).toEqual({ [called('b')]: '1.0.0' });
    expect(await versionAt(there, scoped)).toBeDefined();
    expect((await publish(dir, '-r')).stdout).toBe('there is nothing new to publish\n');
  });

  test('says in the document what is in the tarball', async () => {
    const front = await inFrontOf(other);
    const scope = `@${uniqueName('scope')}`;
    const { dir, called } = workspace(
      { a: {}, b: { dependencies: { $a: 'workspace:^', ms: 'catalog:' } } },
      { url: front.url, root: { pantry: { publish: { to: ['npm'], npm: { scope } } } } },
    );
    await bob.publish({ name: called('a'), version: '0.1.0' });
    expect((await publish(dir, '-r')).code).toBe(0);
    const puts = front.requests.filter(({ method }) => method === 'PUT');
    const [a, b] = puts.map(({ body }) => JSON.parse(body));
    expect([a.name, a.versions['1.0.0'].name]).toEqual([
      `${scope}/${called('a')}`,
      `${scope}/${called('a')}`,
    ]);
    expect(b.versions['1.0.0'].dependencies).toEqual({
      [called('a')]: `npm:${scope}/${called('a')}@^1.0.0`,
      ms: '^2.1.0',
    });
  });

  test('never depends there on what is somebody else’s, or not there', async () => {
    const { dir, called } = workspace(
      { a: {}, b: { dependencies: { $a: 'workspace:^' } } },
      { root: both },
    );
    const alone = await publish(path.join(dir, 'packages', 'b'), '--to', 'npm');
    expect(alone.code).toBe(1);
    expect(alone.stderr).toContain(`it depends on ${called('a')}, which is not there yet`);
    await bob.publish({ name: called('a'), version: '1.0.0' });
    const { code, stdout, stderr } = await publish(dir, '-r');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(
      `it depends on ${called('a')}, and ${called('a')} belongs to ${bob.name} there`,
    );
    expect((await alice.get(`/${called('a')}`)).status).toBe(404);
  });

  test('names those that depend on each other, and publishes them', async () => {
    const { dir, called } = workspace({
      a: { dependencies: { $b: 'workspace:*' } },
      b: { dependencies: { $a: 'workspace:*' } },
    });
    const { code, stderr } = await publish(dir, '-r');
    expect(code).toBe(0);
    expect(stderr).toContain(
      `${called('a')} → ${called('b')} → ${called('a')} depend on each other`,
    );
  });

  test.each([
    ['--since alone', ['--since', 'HEAD'], 2, /--since is for a workspace: say --recursive too/],
    ['a folder', ['packages/a', '-r'], 2, /"packages\/a" is one package/],
    ['a package that is not there', ['-w', 'x'], 2, /there is no workspace "x"/],
    ['a private one', ['-w', 'packages/b'], 1, /is marked as private/],
    ['no checkout', ['-r', '--since', 'HEAD'], 1, /it is no checkout of git/],
  ])('refuses %s in a sentence', async (_, args, expected, sentence) => {
    const { dir } = workspace({ a: {}, b: { private: true } });
    const { code, stdout, stderr } = await publish(dir, ...args);
    expect([code, stdout]).toEqual([expected, '']);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toContain('    at ');
  });

  test('sends nothing that nobody could install', async () => {
    const { dir, called } = workspace({
      a: { dependencies: { $b: 'workspace:*' } },
      b: { private: true },
    });
    for (const args of [['-r'], ['packages/a']]) {
      const { code, stderr } = await publish(dir, ...args);
      expect(code).toBe(1);
      expect(stderr).toContain(`${called('a')} depends on ${called('b')}, which is private`);
    }
  });

  test('says that there is no workspace', async () => {
    const dir = project({ '.npmrc': npmrc(), 'package.json': { name: 'a', version: '1.0.0' } });
    const { code, stderr } = await publish(dir, '-r');
    expect([code, stderr]).toEqual([1, expect.stringContaining('this is no workspace')]);
  });
});

describe('pantry publish in a package of a workspace', () => {
  test('publishes that one, with ranges for everybody', async () => {
    const { dir, called } = workspace({ a: {}, b: { dependencies: { $a: 'workspace:~' } } });
    const { stdout } = await publish(dir, 'packages/b');
    expect(stdout).toBe(`+ ${called('b')}@1.0.0\n`);
    expect((await versionAt(alice, called('b'))).dependencies).toEqual({ [called('a')]: '~1.0.0' });
  });
});
