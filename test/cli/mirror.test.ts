import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { atEnd } from '../at-end.ts';
import { anonymous, escape, user } from '../client.ts';
import { integrityOf, uniqueName } from '../packages.ts';
import { folder, server } from '../target.ts';
import { startUpstream } from '../upstream/controllable.ts';
import { pantry } from './run.ts';

const upstream = await startUpstream();
const registry = await server({ upstream: upstream.url });

interface Line {
  readonly name: string;
  readonly version: string;
  readonly integrity?: string;
}

/** A folder with a lockfile of npm's that names these. */
function locking(lines: readonly Line[], npmrc = `registry=${registry.url}/\n`): string {
  const dir = folder();
  const packages = lines.map(({ name, version, integrity }, index) => [
    `node_modules/x${index}/node_modules/${name}`,
    { version, integrity },
  ]);
  const lockfile = { lockfileVersion: 3, packages: Object.fromEntries(packages) };
  writeFileSync(path.join(dir, 'npm-shrinkwrap.json'), JSON.stringify(lockfile));
  writeFileSync(path.join(dir, '.npmrc'), npmrc);
  return dir;
}

const mirror = async (dir: string, ...args: readonly string[]) =>
  pantry(dir, ['mirror', 'npm-shrinkwrap.json', ...args]);

const asked = (what: string): number =>
  upstream.requests.filter((request) => request.includes(what)).length;

describe('pantry mirror', () => {
  test('has the registry keep tarballs and documents, and asks the upstream once', async () => {
    const name = `@${uniqueName('scope')}/a`;
    const tarballs = ['1.0.0', '2.0.0'].map((version) => upstream.publish(name, version));
    const [one] = tarballs;
    const integrity = integrityOf(one ?? Buffer.of());
    const dir = locking([
      { name, version: '1.0.0', integrity },
      { name, version: '1.0.0' },
      { name, version: '2.0.0' },
    ]);
    const size = tarballs.reduce((sum, { length }) => sum + length, 0);
    const done = {
      code: 0,
      stdout: `mirrored 2 versions of 1 package, ${size} B\n`,
      stderr: '',
    };
    expect(await mirror(dir)).toEqual(done);
    const before = upstream.requests.length;
    expect(await mirror(dir)).toEqual(done);
    expect(upstream.requests.length).toBe(before);
    await upstream.sleep();
    const reader = anonymous(registry);
    const abbreviated = { accept: 'application/vnd.npm.install-v1+json' };
    expect((await reader.get(`/${escape(name)}`, abbreviated)).status).toBe(200);
    expect((await reader.get(`/${name}/-/a-2.0.0.tgz`)).status).toBe(200);
    expect((await reader.get(`/${escape(name)}`)).status).toBe(503);
    await upstream.wake();
    registry.advance?.(60_000);
    expect((await mirror(dir, '--registry', registry.url, '--full')).code).toBe(0);
    await upstream.sleep();
    expect((await reader.get(`/${escape(name)}`)).status).toBe(200);
    await upstream.wake();
  });

  test('names what differs or is not there, and goes on with the rest', async () => {
    const [good, other] = [uniqueName('good'), uniqueName('other')];
    const tarball = upstream.publish(good, '1.0.0');
    const there = integrityOf(upstream.publish(other, '1.0.0'));
    const wrong = integrityOf(Buffer.from('another'));
    const dir = locking([
      { name: other, version: '1.0.0', integrity: `sha1-xxx ${wrong}` },
      { name: other, version: '2.0.0' },
      { name: 'no-such-package', version: '1.0.0' },
      { name: good, version: '1.0.0', integrity: integrityOf(tarball) },
    ]);
    const { code, stdout, stderr } = await mirror(dir);
    expect([code, stdout]).toEqual([
      1,
      `mirrored 1 version of 1 package, ${tarball.length} B; 3 failed\n`,
    ]);
    expect(stderr.trimEnd().split('\n').toSorted()).toEqual(
      [
        'no-such-package@1.0.0: the registry does not have it',
        `${other}@1.0.0: the lockfile has ${wrong}, the registry has ${there}`,
        `${other}@2.0.0: the registry does not have it`,
      ].toSorted(),
    );
    const json = await mirror(dir, '--json', '--concurrency=1');
    expect([json.code, json.stderr]).toEqual([1, '']);
    expect(JSON.parse(json.stdout)).toMatchObject({
      registry: registry.url,
      versions: 1,
      packages: 1,
      bytes: tarball.length,
      skipped: 0,
      failures: [{ name: other, version: '1.0.0' }, { name: other, version: '2.0.0' }, {}],
    });
  });

  test('asks again where it is asked for patience, or the line is dropped', async () => {
    const requests: string[] = [];
    const busy = createServer((request, response) => {
      requests.push(`${request.method} ${request.url}`);
      if (requests.length === 1) response.writeHead(429, { 'retry-after': '1' }).end();
      else if (requests.length === 2) request.socket.destroy();
      else if (request.method === 'HEAD') response.writeHead(200, { 'content-length': '7' }).end();
      else response.end(JSON.stringify({ versions: { '1.0.0': {} } }));
    });
    await new Promise<void>((resolve) => {
      busy.listen(0, '127.0.0.1', resolve);
    });
    atEnd(() => busy.close());
    const { port } = busy.address() as AddressInfo;
    const dir = locking([{ name: 'a', version: '1.0.0' }], '');
    expect(await mirror(dir, '--registry', `http://127.0.0.1:${port}/npm/`)).toEqual({
      code: 0,
      stdout: 'mirrored 1 version of 1 package, 7 B\n',
      stderr: '',
    });
    const tarball = 'HEAD /npm/a/-/a-1.0.0.tgz';
    expect(requests).toEqual([tarball, tarball, tarball, 'GET /npm/a']);
  });

  test('reads what is not for everybody with the token of npm’s configuration', async () => {
    const closed = await server({ upstream: upstream.url, reads: 'users' });
    const { token } = await user(closed);
    const name = uniqueName();
    upstream.publish(name, '1.0.0');
    const lines = [{ name, version: '1.0.0' }];
    const registryLine = `registry=${closed.url}/\n`;
    expect((await mirror(locking(lines, registryLine))).stderr).toContain('log in');
    const login = `//${new URL(closed.url).host}/:_authToken=${token}\n`;
    expect((await mirror(locking(lines, registryLine + login))).code).toBe(0);
    const dir = locking(lines, registryLine + login);
    expect(await pantry(dir, ['mirror', name])).toMatchObject({ code: 0, stderr: '' });
  });

  test('has npm find what packages depend on', async () => {
    const [app, deep, older] = [uniqueName('app'), uniqueName('deep'), uniqueName('older')];
    upstream.publish(deep, '1.0.0');
    upstream.publish(deep, '1.1.0');
    upstream.publish(app, '1.0.0', { dependencies: { [deep]: '^1.0.0' } });
    for (const version of ['1.0.0', '2.0.0']) upstream.publish(older, version);
    const dir = locking([]);
    const { code, stdout, stderr } = await pantry(dir, ['mirror', app, `${older}@^1`]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^mirrored 3 versions of 3 packages/);
    for (const [file, times] of [
      [`/${deep}/-/${deep}-1.1.0.tgz`, 1],
      [`/${older}/-/${older}-1.0.0.tgz`, 1],
      [`/${deep}/-/${deep}-1.0.0.tgz`, 0],
    ] as const) {
      expect(asked(file)).toBe(times);
    }
    const none = await pantry(dir, ['mirror', `${older}@^9`]);
    expect([none.code, none.stdout]).toEqual([1, '']);
    expect(none.stderr).toMatch(/npm could not find a tree:\n.*ETARGET/);
  });

  test.each([
    [['mirror'], 2, /say what to mirror/],
    [['mirror', 'x', '--concurrency', '0'], 2, /from 1 to 256/],
    [['mirror', '../x'], 2, /neither a lockfile nor a package/],
    [['mirror', 'u/r'], 2, /neither a lockfile nor a package/],
    [['mirror', 'x@1', 'x@2'], 2, /x is there twice/],
    [['mirror', 'yarn.lock'], 1, /there is no file yarn\.lock/],
    [['mirror', 'x', '--registry', 'ftp://x'], 1, /is no registry/],
  ])('refuses %j in a sentence', async (args, expected, sentence) => {
    const { code, stdout, stderr } = await pantry(locking([]), args);
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toContain('    at ');
  });

  test('says that nobody told it the registry', async () => {
    const { code, stderr } = await mirror(locking([], ''));
    expect([code, stderr]).toEqual([1, expect.stringContaining('say which registry')]);
  });
});
