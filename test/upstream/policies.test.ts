import { describe, expect, test } from 'vitest';

import { anonymous } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { folder, server } from '../target.ts';
import { startUpstream } from './controllable.ts';
import { seen, tarball } from './seen.ts';

const upstream = await startUpstream();
const DAY = 86_400_000;

describe('what is denied', () => {
  test('is in no document, and its tarball says why, also where it was kept before', async () => {
    const name = uniqueName();
    for (const version of ['1.0.0', '1.0.1', '2.0.0']) upstream.publish(name, version);
    const registry = await server({ upstream: upstream.url, deny: `${name}@>=1.0.1` });
    expect(await seen(registry, name)).toMatchObject({
      versions: ['1.0.0'],
      tags: { latest: '1.0.0' },
    });
    expect(await tarball(registry, name, '2.0.0')).toEqual({
      status: 451,
      error: `${name}@2.0.0 is blocked in this registry ("deny" has ${name}@>=1.0.1)`,
    });
    expect((await tarball(registry, name, '1.0.0')).status).toBe(200);
    expect((await anonymous(registry).get(`/${name}/2.0.0`)).status).toBe(404);
  });

  test('may be a package or a scope', async () => {
    const name = uniqueName();
    upstream.publish(name, '1.0.0');
    upstream.publish('@evil/tool', '1.0.0');
    const registry = await server({ upstream: upstream.url, deny: `${name}, @evil` });
    expect((await seen(registry, name)).versions).toEqual([]);
    expect((await anonymous(registry).get('/@evil%2ftool')).body.versions).toEqual({});
    expect((await anonymous(registry).get('/@evil/tool/-/tool-1.0.0.tgz')).status).toBe(451);
  });

  test.each(['left-pad@not-a-range', '@', 'a@'])(
    'that can’t be read stops the start: %s',
    async (deny) => {
      await expect(server({ upstream: upstream.url, deny })).rejects.toThrow(
        'must be packages, versions or scopes',
      );
    },
  );
});

describe('where something is allowed', () => {
  test('nothing else comes in', async () => {
    const [name, other] = [uniqueName(), uniqueName()];
    for (const version of ['1.0.0', '1.1.0', '2.0.0']) upstream.publish(name, version);
    upstream.publish('@allowed/kit', '1.0.0');
    upstream.publish(other, '1.0.0');
    const registry = await server({ upstream: upstream.url, allow: `${name}@^1, @allowed` });
    expect(await seen(registry, name)).toMatchObject({
      versions: ['1.0.0', '1.1.0'],
      tags: { latest: '1.1.0' },
    });
    expect((await seen(registry, '@allowed/kit')).versions).toEqual(['1.0.0']);
    expect((await seen(registry, other)).versions).toEqual([]);
    expect(await tarball(registry, name, '2.0.0')).toEqual({
      status: 403,
      error: `${name}@2.0.0 is not among what this registry lets in ("allow")`,
    });
    expect((await tarball(registry, name, '1.1.0')).status).toBe(200);
  });

  test('what is denied is blocked all the same', async () => {
    const name = uniqueName();
    upstream.publish(name, '1.0.0');
    const rules = { allow: 'react', deny: name, minAge: '24', licenses: 'MIT' };
    const registry = await server({ upstream: upstream.url, ...rules });
    expect(await tarball(registry, name, '1.0.0')).toMatchObject({ status: 451 });
  });
});

test('tags go with their versions, and times stay', async () => {
  const name = uniqueName();
  for (const version of ['1.0.0', '1.1.0', '2.0.0', '3.0.0-rc.1']) upstream.publish(name, version);
  upstream.tag(name, 'latest', '2.0.0');
  upstream.tag(name, 'old', '1.0.0');
  upstream.tag(name, 'next', '3.0.0-rc.1');
  upstream.date(name, '1.1.0', '2020-05-05T00:00:00.000Z');
  const registry = await server({ upstream: upstream.url, deny: `${name}@>=2` });
  const { tags, time } = await seen(registry, name);
  expect(tags).toEqual({ latest: '1.1.0', old: '1.0.0' });
  expect(time).toMatchObject({
    created: '2019-12-31T00:00:00.000Z',
    modified: '2020-01-02T00:00:00.000Z',
    '1.0.0': '2020-01-01T00:00:00.000Z',
    '1.1.0': '2020-05-05T00:00:00.000Z',
  });
});

test('a rule counts for what was kept before it', async () => {
  const [data, name] = [folder(), uniqueName()];
  upstream.publish(name, '1.0.0', { license: 'GPL-3.0-only' });
  const before = await server({ upstream: upstream.url, data });
  expect((await tarball(before, name, '1.0.0')).status).toBe(200);
  await before.stop?.();
  for (const [rules, status] of [
    [{ licenses: 'MIT' }, 403],
    [{ allow: 'react' }, 403],
    [{ deny: name }, 451],
    [{ licenses: 'GPL-*' }, 200],
  ] as const) {
    const after = await server({ upstream: upstream.url, data, ...rules });
    expect((await tarball(after, name, '1.0.0')).status).toBe(status);
    await after.stop?.();
  }
});

test('a version that is newer than the document at hand is judged too', async () => {
  const name = uniqueName();
  upstream.publish(name, '1.0.0');
  const registry = await server({ upstream: upstream.url, installScripts: 'refuse' });
  await seen(registry, name);
  upstream.publish(name, '1.0.1', { scripts: { postinstall: 'node steal.js' } });
  expect((await tarball(registry, name, '1.0.1')).status).toBe(403);
  upstream.publish(name, '1.0.2');
  expect((await tarball(registry, name, '1.0.2')).status).toBe(200);
  expect(await tarball(registry, name, '9.9.9')).toMatchObject({
    status: 403,
    error: expect.stringContaining(`does not know ${name}@9.9.9`),
  });
});

describe('a minimum age', () => {
  test('holds back what is younger, until it is not', async () => {
    const name = uniqueName();
    upstream.publish(name, '1.0.0');
    upstream.publish(name, '1.1.0');
    const young = new Date(Date.now() - DAY / 2).toISOString();
    upstream.date(name, '1.1.0', young);
    const registry = await server({ upstream: upstream.url, minAge: '24', upstreamMaxAge: '0' });
    const before = await seen(registry, name);
    expect(before).toMatchObject({ versions: ['1.0.0'], tags: { latest: '1.0.0' } });
    expect(before.time['1.1.0']).toBe(young);
    expect(await tarball(registry, name, '1.1.0')).toEqual({
      status: 403,
      error: expect.stringMatching(
        /1\.1\.0 is younger than 24 hours and is held back until .*"minAge"/,
      ),
    });
    registry.advance?.(DAY / 2 + 1000);
    expect(await seen(registry, name)).toMatchObject({ tags: { latest: '1.1.0' } });
    expect((await tarball(registry, name, '1.1.0')).status).toBe(200);
  });

  test('lets exempt packages through', async () => {
    const name = uniqueName();
    upstream.publish(name, '1.0.0');
    upstream.date(name, '1.0.0', new Date().toISOString());
    const strict = await server({ upstream: upstream.url, minAge: '24' });
    expect((await seen(strict, name)).versions).toEqual([]);
    const exempt = await server({
      upstream: upstream.url,
      minAge: '24',
      minAgeExempt: `react,${name}`,
    });
    expect((await seen(exempt, name)).versions).toEqual(['1.0.0']);
  });
});

test('versions that run scripts when they are installed can be kept out', async () => {
  const name = uniqueName();
  upstream.publish(name, '1.0.0');
  upstream.publish(name, '1.0.1', {
    scripts: { postinstall: 'node steal.js' },
    hasInstallScript: true,
  });
  const registry = await server({ upstream: upstream.url, installScripts: 'refuse' });
  expect(await seen(registry, name)).toMatchObject({
    versions: ['1.0.0'],
    tags: { latest: '1.0.0' },
  });
  expect(await tarball(registry, name, '1.0.1')).toEqual({
    status: 403,
    error: expect.stringContaining('runs scripts when it is installed'),
  });
});
