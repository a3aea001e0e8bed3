import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';

import { asUserName } from '#domain/user.ts';
import { importPackage } from '#http/import/import-package.ts';
import type { Publishing } from '#http/publish-package.ts';
import { receiveTarball } from '#store/receive-publish.ts';

import { anonymous, escape, user } from '../client.ts';
import { bring, brought } from '../importing.ts';
import { pack, uniqueName } from '../packages.ts';
import { staged } from '../staging.ts';
import { server } from '../target.ts';

const registry = await server();
const admin = await user(registry, 'admin');
const reader = anonymous(registry);

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** A request of the admin, and the packages of which it is told that they changed. */
function callOf(name: string) {
  const { services } = registry;
  const userName = asUserName(admin.name);
  if (!services || !userName) throw new Error('no registry of ours');
  const changed: string[] = [];
  const call: Publishing = {
    params: { package: name as Publishing['params']['package'] },
    principal: {
      kind: 'user',
      name: userName,
      email: 'admin@example.com',
      admin: true,
      credential: { kind: 'password' },
    },
    services: {
      ...services,
      async packageChanged(pkg) {
        changed.push(pkg);
        await services.packageChanged(pkg);
      },
    },
    request: {
      id: randomUUID(),
      method: 'PUT',
      path: `/-/v1/imports/${name}`,
      query: new URLSearchParams(),
      headers: {},
      body: nothing(),
      address: '127.0.0.1',
      baseUrl: registry.url,
    },
  };
  return { call, changed };
}

const batchOf = (versions: readonly string[]) => ({
  source: 'a test',
  owners: [],
  tags: {},
  gone: [],
  deprecated: {},
  versions: versions.map((version) => ({ version, manifest: {}, dist: {} })),
});

/** A version's tarball, as it is put aside before it is kept. */
async function receive({ services }: Publishing, manifest: object, file: string) {
  const bytes = (async function* once() {
    yield pack(manifest);
  })();
  const received = await receiveTarball(services.blobs, file, bytes, services.policy.limits);
  return { ...received, discard: received.blob.discard };
}

const FULL = { keep: async () => Promise.reject(new Error('the disk is full')) };

describe('an import that others or failures are quicker than', () => {
  test('shows what was written before a later part failed', async () => {
    const name = uniqueName();
    const { call, changed } = callOf(name);
    const versions = Array.from({ length: 40 }, (_, patch) => `1.0.${patch}`);
    const importing = importPackage(call, batchOf(versions), async ({ version }, file) => {
      const received = await receive(call, { name, version, long: 'x'.repeat(90_000) }, file);
      if (version !== '1.0.39') return received;
      return { ...received, blob: FULL };
    });
    await expect(importing).rejects.toThrow('the disk is full');
    const shown = Object.keys((await reader.get(`/${name}`)).body.versions);
    expect([shown[0], shown.includes('1.0.39')]).toEqual(['1.0.0', false]);
    expect(changed).toEqual([name]);
  });

  test('tells nobody of a change where nothing was written', async () => {
    const name = uniqueName();
    const { call, changed } = callOf(name);
    const importing = importPackage(call, batchOf(['1.0.0']), async ({ version }, file) => {
      const received = await receive(call, { name, version }, file);
      return { ...received, blob: FULL };
    });
    await expect(importing).rejects.toThrow('the disk is full');
    expect(changed).toEqual([]);
    expect((await reader.get(`/${name}`)).status).toBe(404);
  });

  test('leaves a package unpublished that was unpublished while its tarballs were read', async () => {
    const name = uniqueName();
    const alice = await user(registry, 'alice');
    await alice.publish({ name, version: '1.0.0' });
    const { call } = callOf(name);
    const importing = importPackage(call, batchOf(['2.0.0']), async ({ version }, file) => {
      const { body } = await alice.get(`/${name}?write=true`);
      expect((await alice.remove(`/${name}/-rev/${body['_rev']}`)).status).toBe(200);
      return receive(call, { name, version }, file);
    });
    await expect(importing).rejects.toThrow('was unpublished here');
    expect((await admin.get(`/-/v1/imports/${escape(name)}`)).body.versions).toEqual({});
  });

  test('uses a number up that was staged here until it expired', async () => {
    const name = uniqueName();
    const alice = await user(registry, 'alice');
    await alice.publish({ name, version: '1.0.0' });
    await staged(alice, { name, version: '0.9.0' });
    registry.advance?.(30 * 86_400_000 + 1);
    const answer = await bring(admin, name, [brought(name, '1.0.1')], { gone: ['0.9.0'] });
    expect(answer.body.versions).toEqual({ '1.0.1': { outcome: 'imported' } });
    expect((await admin.get(`/-/v1/imports/${name}`)).body.taken).toEqual(['0.9.0']);
  });
});
