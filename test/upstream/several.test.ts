import { afterEach, describe, expect, test } from 'vitest';

import { loadSettings } from '../../local/config/load.ts';
import { anonymous, escape } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server } from '../target.ts';
import { type ControllableUpstream, startUpstream } from './controllable.ts';

const partner = await startUpstream();
const world = await startUpstream();
const SEVERAL = JSON.stringify([
  { url: partner.url, packages: ['@partner', 'partner-*'], token: '${PARTNER_TOKEN}' },
  { url: world.url },
]);
process.env['PARTNER_TOKEN'] = 'secret-of-the-partner';

const asked = ({ requests }: ControllableUpstream, name: string) =>
  requests.filter((request) => request.includes(escape(name)) || request.includes(name)).length;

const hit = (name: string) => ({ package: { name, version: '1.0.0' }, score: {} });

const versionsOf = (body: any) => Object.keys(body.versions ?? {});

describe('of several upstreams', () => {
  test('each is asked for what it lists, and for that no other is', async () => {
    const registry = await server({ upstreams: SEVERAL });
    const reader = anonymous(registry);
    for (const name of ['@partner/kit', 'partner-tool']) {
      partner.publish(name, '1.0.0');
      world.publish(name, '99.0.0');
      expect(versionsOf((await reader.get(`/${escape(name)}`)).body)).toEqual(['1.0.0']);
      expect(asked(world, name)).toBe(0);
    }
    world.publish('@partner/not-there', '99.0.0');
    expect((await reader.get('/@partner%2fnot-there')).status).toBe(404);
    expect((await reader.get('/@partner/not-there/-/not-there-99.0.0.tgz')).status).toBe(404);
    expect(asked(world, '@partner/not-there')).toBe(0);
    const name = uniqueName();
    world.publish(name, '1.0.0');
    expect(versionsOf((await reader.get(`/${name}`)).body)).toEqual(['1.0.0']);
    expect(asked(partner, name)).toBe(0);
  });

  test('each gets its own credentials and no others', async () => {
    const registry = await server({ upstreams: SEVERAL });
    world.publish('@partnerless/kit', '1.0.0');
    await anonymous(registry).get('/@partner%2fkit');
    await anonymous(registry).get('/@partnerless%2fkit');
    expect(partner.headers.at(-1)?.authorization).toBe('Bearer secret-of-the-partner');
    expect(world.headers.every(({ authorization }) => authorization === undefined)).toBe(true);
  });

  test('the first that has a package serves all of it', async () => {
    const list = JSON.stringify([{ url: partner.url }, { url: world.url }]);
    const registry = await server({ upstreams: list });
    const reader = anonymous(registry);
    const [both, second] = [uniqueName(), uniqueName()];
    partner.publish(both, '1.0.0');
    world.publish(both, '2.0.0');
    const tarball = world.publish(second, '2.0.0');
    expect(versionsOf((await reader.get(`/${both}`)).body)).toEqual(['1.0.0']);
    expect((await reader.get(`/${both}/-/${both}-2.0.0.tgz`)).status).toBe(404);
    expect(versionsOf((await reader.get(`/${second}`)).body)).toEqual(['2.0.0']);
    const got = await registry.fetch(`/${second}/-/${second}-2.0.0.tgz`);
    expect(Buffer.from(await got.arrayBuffer())).toEqual(tarball);
  });

  test('one that can’t be asked is not passed over', async () => {
    const first = await startUpstream();
    const list = JSON.stringify([{ url: first.url }, { url: world.url }]);
    const registry = await server({ upstreams: list });
    const name = uniqueName();
    world.publish(name, '99.0.0');
    await first.sleep();
    expect((await anonymous(registry).get(`/${name}`)).status).toBe(503);
    expect((await anonymous(registry).get(`/${name}/-/${name}-99.0.0.tgz`)).status).toBe(503);
    expect(asked(world, name)).toBe(0);
  });

  test('each has its own policy, and the registry’s where it says nothing', async () => {
    const [name, other] = [`@partner/${uniqueName()}`, uniqueName()];
    for (const version of ['1.0.0', '2.0.0']) {
      partner.publish(name, version, { hasInstallScript: version === '2.0.0' });
      world.publish(other, version, { hasInstallScript: version === '2.0.0' });
    }
    const list = JSON.stringify([
      { url: partner.url, packages: '@partner', installScripts: 'allow' },
      { url: world.url },
    ]);
    const registry = await server({ upstreams: list, installScripts: 'refuse' });
    const reader = anonymous(registry);
    expect(versionsOf((await reader.get(`/${escape(name)}`)).body)).toEqual(['1.0.0', '2.0.0']);
    expect(versionsOf((await reader.get(`/${other}`)).body)).toEqual(['1.0.0']);
  });

  test('each is told of its own packages alone in an audit', async () => {
    const registry = await server({ upstreams: SEVERAL });
    const told: Record<string, unknown> = {};
    const path = '/-/npm/v1/security/advisories/bulk';
    for (const [which, one] of Object.entries({ partner, world })) {
      one.answer(path, async (request, response) => {
        const { createGunzip } = await import('node:zlib');
        const body = Buffer.concat(await Array.fromAsync(request.pipe(createGunzip())));
        told[which] = JSON.parse(body.toString());
        response.end(
          JSON.stringify({ '@partner/kit': [{ title: which }], lodash: [{ title: which }] }),
        );
      });
    }
    const { body } = await anonymous(registry).post(path, {
      '@partner/kit': ['1.0.0'],
      lodash: ['4.0.0'],
    });
    expect(told).toEqual({ partner: { '@partner/kit': ['1.0.0'] }, world: { lodash: ['4.0.0'] } });
    expect(body).toEqual({ '@partner/kit': [{ title: 'partner' }], lodash: [{ title: 'world' }] });
    for (const one of [partner, world]) one.answer(path, undefined);
  });

  test('none is searched for what is another’s', async () => {
    const registry = await server({ upstreams: SEVERAL });
    const path = '/-/v1/search?text=%40partner%2Fki&size=20&from=0';
    for (const one of [partner, world]) {
      one.answer(path, (_, response) => {
        response.end(JSON.stringify({ total: 1, objects: [hit('@partner/kit'), hit('kit')] }));
      });
    }
    const before = world.requests.length;
    const { body } = await anonymous(registry).get(path);
    expect(body.objects.map(({ package: { name } }: any) => name)).toEqual(['@partner/kit']);
    expect(world.requests.length).toBe(before);
  });
});

test.each([
  ['[{"packages": ["@a"]}]', 'url'],
  ['[{"url": "ftp://x"}]', 'must be a URL such as'],
  ['[{"url": "http://localhost:1", "minAeg": 3}]', '0.minAeg is no setting of an upstream'],
  ['[{"url": "http://localhost:1", "minAge": -3}]', '0.minAge must be at least 0; it is -3'],
  ['[{"url": "http://localhost:1", "packages": ["a b"]}]', 'must be names and scopes'],
  ['[{"url": "http://localhost:1", "username": "me"}]', 'must have "username" and "password"'],
  ['[{"url": "http://localhost:1", "token": "${NO_SUCH_VARIABLE}"}]', 'NO_SUCH_VARIABLE'],
  ['{"url": "http://localhost:1"}', 'must be a list of upstreams'],
])('upstreams that can’t be used stop the start: %s', async (upstreams, message) => {
  await expect(server({ upstreams })).rejects.toThrow(message);
});

describe('the upstream of npm’s own configuration', () => {
  const { npm_config_registry: before } = process.env;
  afterEach(() => {
    process.env['npm_config_registry'] = before;
  });

  test('is what a registry has that is told nothing', async () => {
    process.env['npm_config_registry'] = `${world.url}/`;
    expect(loadSettings({}, {}).upstream).toBe('npm');
    const registry = await server({ upstream: 'npm' });
    const name = uniqueName();
    world.publish(name, '1.0.0');
    expect(versionsOf((await anonymous(registry).get(`/${name}`)).body)).toEqual(['1.0.0']);
  });

  test('is another than this one, also for those whose npm is set up for this one', async () => {
    process.env['npm_config_registry'] = 'https://npm.example.com/';
    const registry = await server({ upstream: 'npm', publicUrl: 'https://npm.example.com' });
    expect((await registry.fetch('/-/ping')).status).toBe(200);
  });
});
