import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

import { installPeers } from '../../bench/registries/install.ts';
import { verdaccio } from '../../bench/registries/verdaccio.ts';
import { atEnd } from '../at-end.ts';
import { anonymous, type Client, escape, signUp, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { at, folder, server } from '../target.ts';
import { startUpstream } from '../upstream/controllable.ts';
import { pantry } from './run.ts';

/** A Verdaccio, as the benchmark starts it, before an upstream. */
async function startVerdaccio(root: string, upstream: string) {
  const running = await verdaccio.start(root, upstream);
  atEnd(async () => running.stop());
  const registry = at(running.url);
  const { body } = await signUp(registry, 'vera', 'correct horse battery staple');
  return { running, registry, vera: anonymous(registry).with(body.token) };
}

const names = { plain: uniqueName(), scoped: `@${uniqueName('scope')}/b`, cached: uniqueName() };

/** What people do to a registry over the years. */
async function live({ vera }: { vera: Client }, upstreamUrl: string): Promise<void> {
  const { plain, scoped, cached } = names;
  for (const version of ['1.0.0', '1.1.0', '2.0.0-rc.1', '1.2.0']) {
    const tag = version.includes('rc') ? 'next' : 'latest';
    const done = await vera.publish(
      { name: plain, version, description: 'of Verdaccio', _npmUser: { name: 'vera' } },
      { tag, files: { 'README.md': `# ${version}` }, readme: `# ${version}` },
    );
    expect(done.status).toBe(201);
  }
  expect((await vera.publish({ name: scoped, version: '0.1.0' })).status).toBe(201);
  const { body } = await vera.get(`/${plain}`);
  body.versions['1.0.0'].deprecated = 'use 1.1';
  expect((await vera.put(`/${plain}/-rev/${body['_rev']}`, body)).status).toBe(201);
  const edited = (await vera.get(`/${plain}`)).body;
  delete edited.versions['1.2.0'];
  edited['dist-tags'].latest = '1.1.0';
  expect((await vera.put(`/${plain}/-rev/${edited['_rev']}`, edited)).status).toBe(201);
  expect((await vera.get(`/${cached}`)).status).toBe(200);
  const file = await vera.get(`/${cached}/-/${cached}-1.0.0.tgz`);
  expect([upstreamUrl !== '', file.status]).toEqual([true, 200]);
}

beforeAll(async () => installPeers(), 300_000);

describe('a real Verdaccio', () => {
  test('is imported from its storage, and from itself while it runs', async () => {
    const upstream = await startUpstream();
    upstream.publish(names.cached, '1.0.0');
    const root = folder();
    const old = await startVerdaccio(root, upstream.url);
    await live(old, upstream.url);
    const { plain, scoped, cached } = names;
    const before = (await old.vera.get(`/${plain}`)).body;
    const scopedBefore = (await old.vera.get(`/${escape(scoped)}`)).body;

    const [first, second] = [await server(), await server()];
    const scope = scoped.split('/')[0] ?? '';
    const fromItself = ['registry', old.registry.url, plain, scope];
    await old.running.stop();
    const again = await verdaccio.start(root, upstream.url);
    atEnd(async () => again.stop());
    fromItself[1] = again.url;
    const storage = ['verdaccio', path.join(root, 'storage')];
    for (const [registry, source] of [
      [first, storage],
      [second, fromItself],
    ] as const) {
      const vera = await user(registry, 'x');
      const outcome = await pantry(
        folder(),
        ['import', ...source, '--registry', registry.url, '--owner', `vera=${vera.name}`, '--json'],
        { PANTRY_TOKEN: vera.token },
      );
      expect([outcome.code, outcome.stderr]).toEqual([0, '']);
      const report = JSON.parse(outcome.stdout);
      const counts = report.packages.map((each: any) => [each.name, each.imported]);
      expect(Object.fromEntries(counts)).toEqual({ [plain]: 3, [scoped]: 1 });
      expect(report.strangers).toEqual(source === storage ? ['vera'] : []);
      const reader = anonymous(registry);
      const { body } = await reader.get(`/${plain}`);
      expect(body['dist-tags']).toEqual(before['dist-tags']);
      for (const version of ['1.0.0', '1.1.0', '2.0.0-rc.1']) {
        expect(body.versions[version].dist.integrity).toBe(before.versions[version].dist.integrity);
        expect(body.time[version]).toBe(before.time[version]);
      }
      expect(body.time.created).toBe(before.time.created);
      expect(body.versions['1.0.0'].deprecated).toBe('use 1.1');
      expect(Object.keys(body.versions)).toEqual(['1.0.0', '1.1.0', '2.0.0-rc.1']);
      expect(body.readme).toBe('# 1.1.0');
      const other = (await reader.get(`/${escape(scoped)}`)).body;
      expect(other.versions['0.1.0'].dist.integrity).toBe(
        scopedBefore.versions['0.1.0'].dist.integrity,
      );
      expect((await reader.get(`/${cached}`)).status).toBe(404);
    }
    const kept = readFileSync(path.join(root, 'storage', plain, `${plain}-1.1.0.tgz`));
    const tarball = await anonymous(first).get(`/${plain}/-/${plain}-1.1.0.tgz`);
    expect(kept.equals(tarball.body)).toBe(true);
  }, 180_000);
});
