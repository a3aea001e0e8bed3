import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';

import { anonymous, type Client, escape, user } from '../client.ts';
import { npm11, pnpm10 } from '../clients/clients.ts';
import { home, person } from '../clients/home.ts';
import { createOutside } from '../clients/outside.ts';
import { passMidnight } from '../midnight.ts';
import { uniqueName } from '../packages.ts';
import { synthesize } from './stack/synthesize.ts';
import { startStage } from './stage.ts';

const assembly = mkdtempSync(path.join(tmpdir(), 'pantry-edge-'));
synthesize(assembly, { edge: 'cloudfront' });
const { rehearsal, target, admin } = await startStage(undefined, assembly);
afterAll(() => {
  rmSync(assembly, { recursive: true, force: true });
});

const { answeredBy = [] } = rehearsal.edge ?? {};
const reader = anonymous(target);
const alice = await user(target);
const ABBREVIATED = { accept: 'application/vnd.npm.install-v1+json' };

/** Where the answers to some work came from. */
async function origins(work: () => Promise<unknown>): Promise<readonly string[]> {
  answeredBy.length = 0;
  await work();
  return [...answeredBy];
}

let name: string;
const tarball = (version: string): string => `/${name}/-/${name.split('/')[1]}-${version}.tgz`;
const read = async (client: Client = reader) => client.get(`/${escape(name)}`);

beforeEach(async () => {
  name = `@${uniqueName('scope')}/${uniqueName()}`;
  await alice.publish({ name, version: '1.0.0' }, { access: 'public' });
  await rehearsal.idle();
});

describe('what anyone may read', () => {
  test('comes from S3 once, and from the edge after that, however its path is spelled', async () => {
    const paths = [`/${name}`, `/${escape(name)}`, `/${escape(name).replace('@', '%40')}`];
    const made = await origins(async () => {
      for (const each of paths) expect((await reader.get(each)).body.name).toBe(name);
      for (const each of paths) expect((await reader.get(each, ABBREVIATED)).body.name).toBe(name);
      for (let time = 0; time < 2; time += 1) {
        const { status, headers } = await reader.get(tarball('1.0.0'));
        expect([status, headers.get('cache-control')]).toEqual([
          200,
          'public, max-age=31536000, immutable',
        ]);
      }
    });
    expect(made.join(' ')).toBe('full cache cache abbreviated cache cache tarballs cache');
  });

  test('is nothing else with a query that nobody reads, and is all of it to who changes it', async () => {
    await read();
    const made = await origins(async () => {
      for (const query of ['x=1', 'x=2&y=']) {
        expect((await reader.get(`/${escape(name)}?${query}`)).body.name).toBe(name);
      }
      expect((await alice.get(`/${escape(name)}?write=true&x=1`)).body._rev).toBeDefined();
    });
    expect(made).toEqual(['cache', 'cache', 'registry']);
  });

  test('is kept of badges, feeds and the pages’ stylesheet as long as they say', async () => {
    const search = await fetch(`${target.url}/-/web/search`);
    const [stylesheet = ''] = /\/-\/web\/assets\/[\w.-]+\.css/.exec(await search.text()) ?? [];
    const paths = [`/-/badge/${escape(name)}/version.svg`, '/-/web/feed.atom', stylesheet];
    for (const each of paths) {
      const made = await origins(async () => {
        for (const query of ['', '?x=1']) {
          expect((await fetch(target.url + each + query)).status).toBe(200);
        }
      });
      expect([each, made.at(-1)]).toEqual([each, 'cache']);
    }
  });

  test('is there before its copy is: the registry answers then', async () => {
    const other = `@${uniqueName('scope')}/${uniqueName()}`;
    await alice.publish({ name: other, version: '1.0.0' }, { access: 'public' });
    const made = await origins(async () => {
      const answer = await reader.get(`/${other}/-/${other.split('/')[1]}-1.0.0.tgz`);
      expect(answer.status).toBe(200);
    });
    expect(made[0]).toMatch(/^(?:registry|tarballs)$/);
  });

  test('shows a publish at once', async () => {
    expect(Object.keys((await read()).body.versions)).toEqual(['1.0.0']);
    await alice.publish({ name, version: '1.1.0' });
    expect(Object.keys((await read()).body.versions)).toEqual(['1.0.0', '1.1.0']);
  });

  test('is nobody’s any more where its version is unpublished', async () => {
    await alice.publish({ name, version: '1.1.0' });
    await rehearsal.idle();
    expect((await reader.get(tarball('1.1.0'))).status).toBe(200);
    const { body } = await alice.get(`/${escape(name)}?write=true`);
    const { '1.1.0': _, ...versions } = body.versions;
    const left = { ...body, versions, 'dist-tags': { latest: '1.0.0' } };
    await alice.put(`/${escape(name)}/-rev/${body._rev}`, left);
    await rehearsal.idle();
    expect((await reader.get(tarball('1.1.0'))).status).toBe(404);
    expect((await reader.get(tarball('1.0.0'))).status).toBe(200);
  });
});

describe('what only some may read', () => {
  test('comes from the registry, and is never kept', async () => {
    const secret = `@${uniqueName('scope')}/${uniqueName()}`;
    await alice.publish({ name: secret, version: '1.0.0' }, { access: 'restricted' });
    await rehearsal.idle();
    const ask = async (client: Client) => (await client.get(`/${escape(secret)}`)).status;
    const made = await origins(async () => {
      expect([await ask(reader), await ask(alice), await ask(reader)]).toEqual([404, 200, 404]);
    });
    expect(made).toEqual(['registry', 'registry', 'registry']);
  });

  test('a package that is made private is gone from the edge', async () => {
    expect([(await read()).status, (await reader.get(tarball('1.0.0'))).status]).toEqual([
      200, 200,
    ]);
    await alice.post(`/-/package/${escape(name)}/access`, { access: 'restricted' });
    expect((await read()).status).toBe(404);
    await rehearsal.idle();
    expect((await reader.get(tarball('1.0.0'))).status).toBe(404);
    expect([(await read(alice)).status, (await alice.get(tarball('1.0.0'))).status]).toEqual([
      200, 200,
    ]);
  });

  test('whoami is of one person, and not kept', async () => {
    expect((await alice.get('/-/whoami')).body.username).toBe(alice.name);
    expect((await reader.get('/-/whoami')).status).toBe(401);
  });
});

test('what the edge hands out counts once it has written it down, once alone, and what it wrote is gone', async () => {
  const headers = { 'user-agent': 'npm/12.2.0 node/v24.21.0 linux x64 workspaces/false' };
  await passMidnight();
  const today = new Date().toISOString().slice(0, 10);
  const counted = async (pkg: string) => {
    const { body } = await alice.get(`/-/v1/packages/${escape(pkg)}/usage/${today}`);
    const { downloads, addresses } = body.days[0];
    return { downloads, addresses };
  };
  const made = await origins(async () => {
    for (let time = 0; time < 3; time += 1) await reader.get(tarball('1.0.0'), headers);
  });
  expect(made).toEqual(['tarballs', 'cache', 'cache']);
  await fetch(target.url + tarball('1.0.0'), { method: 'HEAD', headers });
  await reader.get(tarball('9.9.9'), headers);
  // What only some may read comes from the registry, which counts it itself.
  const secret = `@${uniqueName('scope')}/${uniqueName()}`;
  await alice.publish({ name: secret, version: '1.0.0' }, { access: 'restricted' });
  await alice.get(`/${secret}/-/${secret.split('/')[1]}-1.0.0.tgz`, headers);
  const readBack = await rehearsal.edge?.log?.write();
  await rehearsal.idle();
  expect(await counted(name)).toEqual({ downloads: 3, addresses: 1 });
  expect(await counted(secret)).toEqual({ downloads: 1, addresses: 1 });
  expect((await readBack?.())?.status).toBe(404);
  expect(rehearsal.deadLetters).toEqual([]);
  expect(rehearsal.aws.denials).toEqual([]);
});

test('the API is reached through the edge alone', async () => {
  const response = await fetch(`${rehearsal.originUrl}/-/ping`);
  expect([response.status, await response.json()]).toEqual([
    403,
    expect.objectContaining({ code: 'forbidden' }),
  ]);
});

test.each([npm11, pnpm10])('$name publishes and installs through it', async (client) => {
  const registry = {
    ...target,
    host: new URL(target.url).host,
    admin,
    outside: await createOutside(),
    requests: async () => [],
  };
  const bob = await person(client, registry);
  const own = `@${uniqueName('s')}/${uniqueName('tool')}`;
  const at = bob.project({
    'package.json': { name: own, version: '1.0.0', publishConfig: { access: 'public' } },
    'index.js': 'module.exports = 42;\n',
  });
  await bob.run(['publish', ...(client === pnpm10 ? ['--no-git-checks'] : [])], { in: at });
  await rehearsal.idle();
  const anyone = home(client, registry);
  const dependencies = { [own]: '1.0.0' };
  const app = { name: 'app', version: '1.0.0', private: true, dependencies };
  const made = await origins(async () =>
    anyone.run(['install'], { in: anyone.project({ 'package.json': app }) }),
  );
  expect(made).toContain('tarballs');
});

test('no role asked for what it may not', () => {
  expect(rehearsal.aws.denials).toEqual([]);
});
