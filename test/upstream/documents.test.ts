import { describe, expect, test } from 'vitest';

import { anonymous, escape, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server } from '../target.ts';
import { startUpstream } from './controllable.ts';

const upstream = await startUpstream();
const registry = await server({ upstream: upstream.url, upstreamMaxAge: '60' });
const reader = anonymous(registry);
/** The first user of a registry becomes its admin. */
await user(registry);
const ABBREVIATED = { accept: 'application/vnd.npm.install-v1+json' };
const MINUTE = 60_000;

/** A package upstream, and its document here. */
function behind(...versions: readonly string[]) {
  const name = uniqueName();
  for (const version of versions) upstream.publish(name, version);
  const asked = () => upstream.requests.filter((line) => line === `GET /${name}`).length;
  return { name, asked, read: async () => reader.get(`/${name}`) };
}

/** Reads until the answer is what a test wants: what is at hand is served while the upstream is asked. */
async function eventually<T>(read: () => Promise<T>, wanted: (value: T) => boolean): Promise<T> {
  for (const end = Date.now() + 15_000; ;) {
    const value = await read();
    if (wanted(value) || Date.now() > end) return value;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('a document of the upstream', () => {
  test('is the upstream’s with tarballs here, in both forms, asked for once', async () => {
    const { name, asked, read } = behind('1.0.0', '2.0.0');
    const full = await read();
    expect(full.status).toBe(200);
    expect(full.body).toMatchObject({
      name,
      'dist-tags': { latest: '2.0.0' },
      readme: 'a "readme" with "tarball":"http://elsewhere/"',
      time: { '1.0.0': '2020-01-01T00:00:00.000Z' },
    });
    expect(full.body._rev).toBeUndefined();
    const tarballs = Object.values<any>(full.body.versions).map(({ dist }) => dist.tarball);
    expect(tarballs).toEqual([
      `${registry.url}/${name}/-/${name}-1.0.0.tgz`,
      `${registry.url}/${name}/-/${name}-2.0.0.tgz`,
    ]);
    await reader.get(`/${name}`, ABBREVIATED);
    for (let time = 0; time < 5; time += 1) await read();
    expect(asked()).toBe(2);
  });

  test('that is spread over lines is found under every name of the registry', async () => {
    const { name } = behind('1.0.0');
    const body: unknown = await (await fetch(`${upstream.url}/${name}`)).json();
    upstream.answer(
      `/${name}`,
      (_, response) => void response.end(JSON.stringify(body, undefined, 2)),
    );
    const host = `127.0.0.1:${new URL(registry.origin).port}`;
    const moved = await fetch(`http://${host}/${name}`);
    const document = (await moved.json()) as any;
    expect(document.versions['1.0.0'].dist.tarball).toBe(
      `http://${host}/${name}/-/${name}-1.0.0.tgz`,
    );
  });

  test('gives single versions and dist-tags too', async () => {
    const { name } = behind('1.0.0', '1.1.0', '2.0.0');
    const version = async (text: string) => (await reader.get(`/${name}/${text}`)).body;
    expect((await version('1.1.0')).version).toBe('1.1.0');
    expect((await version('latest')).version).toBe('2.0.0');
    expect(await version(encodeURIComponent('^1.0.0'))).toMatchObject({
      version: '1.1.0',
      dist: { tarball: `${registry.url}/${name}/-/${name}-1.1.0.tgz` },
    });
    expect((await reader.get(`/${name}/9.9.9`)).status).toBe(404);
    expect((await reader.get(`/-/package/${name}/dist-tags`)).body).toEqual({ latest: '2.0.0' });
    expect((await reader.get(`/-/package/${uniqueName()}/dist-tags`)).status).toBe(404);
  });

  test('is asked for as clients ask, and scoped names by one segment', async () => {
    const name = `@${uniqueName('scope')}/${uniqueName()}`;
    upstream.publish(name, '1.0.0');
    upstream.headers.length = 0;
    expect((await reader.get(`/${escape(name)}`, ABBREVIATED)).body.name).toBe(name);
    expect(upstream.requests).toContain(`GET /${escape(name)}`);
    expect(upstream.headers[0]?.accept).toContain('application/vnd.npm.install-v1+json');
  });

  test('two hundred who miss it at once are one request', async () => {
    const { asked, read } = behind('1.0.0');
    const answers = await Promise.all(Array.from({ length: 200 }, read));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(asked()).toBe(1);
  });

  test('is asked for again when it is old, and served meanwhile; 304 renews it', async () => {
    const { name, asked, read } = behind('1.0.0');
    await read();
    registry.advance?.(MINUTE + 1);
    expect((await read()).status).toBe(200);
    await eventually(
      async () => asked(),
      (times) => times === 2,
    );
    for (let time = 0; time < 5; time += 1) await read();
    expect(asked()).toBe(2);
    upstream.publish(name, '1.1.0', {});
    registry.advance?.(MINUTE + 1);
    await read();
    const { body } = await eventually(read, ({ body: { versions } }) => '1.1.0' in versions);
    expect(Object.keys(body.versions)).toEqual(['1.0.0', '1.1.0']);
  });

  test('loses what the upstream removes, and shows what it deprecates', async () => {
    const { name, read } = behind('1.0.0', '1.0.1');
    await read();
    upstream.remove(name, '1.0.1');
    upstream.publish(name, '1.0.0', { deprecated: 'do not use' });
    registry.advance?.(MINUTE + 1);
    await read();
    const { body } = await eventually(read, ({ body: { versions } }) => !('1.0.1' in versions));
    expect(body['dist-tags']).toEqual({ latest: '1.0.0' });
    expect(body.versions['1.0.0'].deprecated).toBe('do not use');
    upstream.remove(name);
    registry.advance?.(MINUTE + 1);
    await read();
    expect((await eventually(read, ({ status }) => status === 404)).status).toBe(404);
  });

  test('that is not there is not asked for again for a minute', async () => {
    const { name, asked, read } = behind();
    for (let time = 0; time < 5; time += 1) expect((await read()).status).toBe(404);
    expect(asked()).toBe(1);
    upstream.publish(name, '1.0.0');
    registry.advance?.(MINUTE + 1);
    expect((await read()).status).toBe(200);
  });

  test('is there while the upstream is not', async () => {
    const { read } = behind('1.0.0');
    await read();
    await upstream.sleep();
    registry.advance?.(MINUTE + 1);
    for (let time = 0; time < 3; time += 1) expect((await read()).status).toBe(200);
    expect((await reader.get(`/${uniqueName()}`)).status).toBe(503);
    await upstream.wake();
  });
});

describe('a name that somebody has here', () => {
  test('is never asked for upstream, whatever versions are there', async () => {
    const alice = await user(registry);
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' });
    upstream.publish(name, '99.0.0');
    upstream.requests.length = 0;
    const { body } = await reader.get(`/${name}`);
    expect([Object.keys(body.versions), body['dist-tags']]).toEqual([
      ['1.0.0'],
      { latest: '1.0.0' },
    ]);
    expect((await reader.get(`/${name}/99.0.0`)).status).toBe(404);
    expect((await reader.get(`/${name}/-/${name}-99.0.0.tgz`)).status).toBe(404);
    expect(upstream.requests).toEqual([]);
  });

  test('is not asked for when it is private, or was unpublished', async () => {
    const alice = await user(registry);
    const secret = `@${uniqueName('scope')}/${uniqueName()}`;
    await alice.publish({ name: secret, version: '1.0.0' }, { access: 'restricted' });
    upstream.publish(secret, '99.0.0');
    const gone = uniqueName();
    await alice.publish({ name: gone, version: '1.0.0' });
    await reader.get(`/${gone}`);
    upstream.publish(gone, '99.0.0');
    const { body } = await alice.get(`/${gone}?write=true`);
    await alice.remove(`/${gone}/-rev/${body._rev}`);
    upstream.requests.length = 0;
    for (const name of [secret, gone]) {
      expect((await reader.get(`/${escape(name)}`)).status).toBe(404);
      const file = `${name.split('/').at(-1)}-99.0.0.tgz`;
      expect((await reader.get(`/${name}/-/${file}`)).status).toBe(404);
    }
    expect(upstream.requests).toEqual([]);
  });

  test('stays whose it is when it was read from upstream before', async () => {
    const open = await server({ upstream: upstream.url, shadowing: 'anyone' });
    await user(open);
    const alice = await user(open);
    const { name } = behind('99.0.0');
    const read = async () => anonymous(open).get(`/${name}`);
    await read();
    expect((await alice.publish({ name, version: '1.0.0' })).status).toBe(201);
    expect(Object.keys((await read()).body.versions)).toEqual(['1.0.0']);
    expect((await anonymous(open).get(`/${name}/-/${name}-99.0.0.tgz`)).status).toBe(404);
  });
});

test('a name of a reserved scope is never asked for upstream', async () => {
  const guarded = await server({ upstream: upstream.url, ownScopes: '@acme,@acme-labs' });
  upstream.publish('@acme/tool', '99.0.0');
  upstream.publish('@acme-other/tool', '1.0.0');
  upstream.requests.length = 0;
  const ask = async (name: string) => (await anonymous(guarded).get(`/${escape(name)}`)).status;
  expect([await ask('@acme/tool'), await ask('@acme-labs/x')]).toEqual([404, 404]);
  expect(upstream.requests).toEqual([]);
  expect(await ask('@acme-other/tool')).toBe(200);
});

test('where only people may read, nobody else makes it ask upstream', async () => {
  const closed = await server({ upstream: upstream.url, reads: 'users' });
  const alice = await user(closed);
  const { name, asked } = behind('1.0.0');
  expect((await anonymous(closed).get(`/${name}`)).status).toBe(401);
  expect(asked()).toBe(0);
  expect((await alice.get(`/${name}`)).status).toBe(200);
});

test.each([
  'http://localhost:4873',
  'http://127.0.0.1:4873/',
  'http://[::1]:4873',
  'https://npm.example.com/x',
])('a registry is not its own upstream: %s', async (itself) => {
  const settings = { port: '4873', publicUrl: 'https://npm.example.com', upstream: itself };
  await expect(server(settings)).rejects.toThrow('is this registry itself');
});
