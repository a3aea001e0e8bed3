import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { anonymous, escape, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { folder, server } from '../target.ts';
import { startUpstream } from '../upstream/controllable.ts';
import { pantry } from './run.ts';

const upstream = await startUpstream();

/** A registry that has fetched two versions, and how its cache is reached. */
async function keeping() {
  const data = folder();
  const registry = await server({ upstream: upstream.url, data });
  const admin = await user(registry, 'admin');
  const name = uniqueName();
  const scoped = `@${uniqueName('scope')}/b`;
  for (const one of [name, scoped]) {
    upstream.publish(one, '1.0.0');
    await anonymous(registry).get(`/${escape(one)}`);
    await anonymous(registry).get(`/${one}/-/${one.split('/').at(-1)}-1.0.0.tgz`);
  }
  return { data, registry, admin, name, scoped };
}

type Keeping = Awaited<ReturnType<typeof keeping>>;

/** The two ways to a cache: of a registry that runs, and of a folder that none uses any more. */
const WAYS = [
  {
    way: 'at a running registry',
    open: async ({ registry, admin }: Keeping) => {
      const env = { PANTRY_TOKEN: admin.token };
      return async (...args: readonly string[]) =>
        pantry(folder(), ['cache', ...args, '--registry', registry.url], env);
    },
  },
  {
    way: 'in a data folder',
    open: async ({ registry, data }: Keeping) => {
      await registry.stop?.();
      return async (...args: readonly string[]) =>
        pantry(folder(), ['cache', ...args, '--data', data, '--upstream', 'none']);
    },
  },
] as const;

describe.each(WAYS)('pantry cache $way', ({ open }) => {
  test('lists what is kept in columns', async () => {
    const kept = await keeping();
    const { name, scoped } = kept;
    const cache = await open(kept);
    const day = String.raw`\d{4}-\d\d-\d\d`;
    const { code, stdout, stderr } = await cache('ls');
    expect([code, stderr]).toEqual([0, '']);
    const [head = '', ...lines] = stdout.trimEnd().split('\n');
    expect(head).toMatch(/^PACKAGE +VERSION +SIZE {2}FETCHED {5}USED$/);
    expect(lines).toEqual([
      expect.stringMatching(new RegExp(`^${scoped} +1\\.0\\.0 +\\d+ B {2}${day} {2}${day}$`)),
      expect.stringMatching(new RegExp(`^${name} +1\\.0\\.0 +\\d+ B {2}${day} {2}${day}$`)),
    ]);
    const { stdout: json } = await cache('ls', `${name}@1.0.0`, '--json');
    expect(JSON.parse(json)).toMatchObject([{ name, version: '1.0.0' }]);
    expect((await cache('ls', 'no-such-package')).stdout).toBe('nothing of that is kept\n');
  });

  test('removes a version, and a scope with its documents', async () => {
    const kept = await keeping();
    const { name, scoped } = kept;
    const cache = await open(kept);
    const one = await cache('rm', `${name}@1.0.0`);
    expect(one.stdout).toMatch(/^removed 1 version, \d+ B; the documents of 0 packages\n$/);
    expect((await cache('ls', name)).stdout).toBe('nothing of that is kept\n');
    expect((await cache('ls', name, '--all')).stdout).toMatch(/1\.0\.0 .* not kept\n$/);
    const scope = await cache('rm', scoped.slice(0, scoped.indexOf('/')), '--forget');
    expect(scope.stdout).toMatch(
      /^removed 1 version, \d+ B; the documents of 1 package; forgot what 1 version had to be\n$/,
    );
    expect((await cache('ls', '--all')).stdout).not.toContain(scoped);
  });

  test('counts', async () => {
    const cache = await open(await keeping());
    const { stdout } = await cache('stats');
    expect(stdout).toMatch(
      /^packages {3}2\nversions {3}2\ntarballs {3}\d+ B of 20 GB\ndocuments {2}4, [\d.]+ KB\npinned {5}2 versions\noldest {5}\d.*\nnewest {5}\d.*\n$/,
    );
    expect(JSON.parse((await cache('stats', '--json')).stdout)).toMatchObject({ versions: 2 });
  });

  test('fails where something is damaged, names and removes it', async () => {
    const kept = await keeping();
    const { data } = kept;
    const cache = await open(kept);
    expect(await cache('verify')).toMatchObject({
      code: 0,
      stdout: 'verified 2 tarballs and 4 documents; 0 damaged\n',
    });
    const blobs = path.join(data, 'upstream', 'blobs');
    const tarballs = readdirSync(blobs, { recursive: true, encoding: 'utf8' });
    const tarball = tarballs.find((file) => /[0-9a-f]{128}$/.test(file)) ?? '';
    writeFileSync(path.join(blobs, tarball), 'damaged');
    const { code, stdout } = await cache('verify');
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^the tarball of .+@1\.0\.0 was damaged and is removed\nverified 2 tarballs and 4 documents; 1 damaged\n$/,
    );
    expect((await cache('verify')).stdout).toContain(
      'verified 1 tarball and 4 documents; 0 damaged',
    );
  });
});

test.each([
  [['cache'], /pantry cache <command>/],
  [['cache', 'constructor'], /there is ls, rm, stats, verify/],
  [['cache', 'rm'], /say which packages/],
  [['cache', 'stats', 'x'], /"x" is one word too many/],
  [['cache', 'ls', 'a b'], /is no package/],
  [['cache', 'rm', 'a@latest'], /"latest" is no version/],
])('pantry %j is refused in a sentence', async (args, sentence) => {
  const { code, stdout, stderr } = await pantry(folder(), args);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(sentence);
});

test('pantry cache says that it needs an admin’s token', async () => {
  const { registry } = await keeping();
  const args = ['cache', 'stats', '--registry', registry.url];
  const without = await pantry(folder(), args);
  expect([without.code, without.stderr]).toEqual([3, expect.stringContaining('PANTRY_TOKEN')]);
  const { token } = await user(registry);
  const refused = await pantry(folder(), args, { PANTRY_TOKEN: token });
  expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining('only an admin')]);
});
