import { describe, expect, test } from 'vitest';

import { anonymous } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server, type Target } from '../target.ts';
import { startUpstream } from './controllable.ts';

const upstream = await startUpstream();
const ABBREVIATED = { accept: 'application/vnd.npm.install-v1+json' };
const DAY = 86_400_000;

const shown = (document: any) => [Object.keys(document.versions), document['dist-tags']];

/** What somebody sees of a package: versions and tags, in both forms alike. */
async function seen(registry: Target, name: string) {
  const reader = anonymous(registry);
  const [full, abbreviated] = [
    (await reader.get(`/${name}`)).body,
    (await reader.get(`/${name}`, ABBREVIATED)).body,
  ];
  expect(shown(abbreviated)).toEqual(shown(full));
  return { versions: Object.keys(full.versions), tags: full['dist-tags'], time: full.time };
}

const tarball = async (registry: Target, name: string, version: string) =>
  anonymous(registry).get(`/${name}/-/${name}-${version}.tgz`);

describe('what is denied', () => {
  test('is in no document, and its tarball says why, also where it was kept before', async () => {
    const name = uniqueName();
    for (const version of ['1.0.0', '1.0.1', '2.0.0']) upstream.publish(name, version);
    const registry = await server({ upstream: upstream.url, deny: `${name}@>=1.0.1` });
    expect(await seen(registry, name)).toMatchObject({
      versions: ['1.0.0'],
      tags: { latest: '1.0.0' },
    });
    const { status, body } = await tarball(registry, name, '2.0.0');
    expect([status, body.error]).toEqual([
      451,
      `${name}@2.0.0 is blocked in this registry ("deny" has ${name}@>=1.0.1)`,
    ]);
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
    const refused = await tarball(registry, name, '1.1.0');
    expect([refused.status, refused.body.error]).toEqual([
      403,
      expect.stringMatching(/1\.1\.0 is younger than 24 hours and is held back until .*"minAge"/),
    ]);
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
  const { status, body } = await tarball(registry, name, '1.0.1');
  expect([status, body.error]).toEqual([
    403,
    expect.stringContaining('runs scripts when it is installed'),
  ]);
});
