import { describe, expect, test } from 'vitest';

import { anonymous, user } from '../client.ts';
import { integrityOf, pack, shasumOf, uniqueName } from '../packages.ts';
import { target } from '../target.ts';

const registry = await target();
const reader = anonymous(registry);

describe(`publish, ${registry.name}`, () => {
  test('a published version is read by everybody, in both forms, with its tarball', async () => {
    const alice = await user(registry, 'alice');
    const name = uniqueName();
    const manifest = {
      name,
      version: '1.0.0',
      description: 'a package',
      dependencies: { ms: '^2.0.0' },
      scripts: { postinstall: 'node x.js' },
      bin: './cli.js',
      os: ['linux'],
    };
    const tarball = pack(manifest, { 'cli.js': '' });
    const published = await alice.publish(manifest, { tarball, readme: '# Read me' });
    expect(published).toMatchObject({ status: 201, body: { ok: true, success: true, id: name } });

    const full = await reader.get(`/${name}`);
    expect(full.headers.get('content-type')).toBe('application/json');
    expect(full.body).toMatchObject({
      _id: name,
      _rev: published.body.rev,
      name,
      description: 'a package',
      'dist-tags': { latest: '1.0.0' },
      maintainers: [{ name: alice.name }],
      readme: '# Read me',
      versions: {
        '1.0.0': {
          _id: `${name}@1.0.0`,
          _npmUser: { name: alice.name },
          bin: { [name]: 'cli.js' },
          hasInstallScript: true,
          dist: {
            integrity: integrityOf(tarball),
            shasum: shasumOf(tarball),
            tarball: `${registry.url}/${name}/-/${name}-1.0.0.tgz`,
            fileCount: 2,
          },
        },
      },
    });
    expect(Object.keys(full.body.time).toSorted()).toEqual(['1.0.0', 'created', 'modified']);
    expect(full.body.versions['1.0.0'].readme).toBeUndefined();

    const abbreviated = await reader.get(`/${name}`, {
      accept: 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*',
    });
    expect(abbreviated.headers.get('content-type')).toBe('application/vnd.npm.install-v1+json');
    expect(abbreviated.body).toEqual({
      name,
      modified: full.body.time.modified,
      'dist-tags': { latest: '1.0.0' },
      time: full.body.time,
      versions: {
        '1.0.0': {
          name,
          version: '1.0.0',
          dependencies: { ms: '^2.0.0' },
          bin: { [name]: 'cli.js' },
          os: ['linux'],
          hasInstallScript: true,
          dist: full.body.versions['1.0.0'].dist,
        },
      },
    });

    const download = await reader.get(`/${name}/-/${name}-1.0.0.tgz`);
    expect(download.status).toBe(200);
    expect(integrityOf(download.body)).toBe(integrityOf(tarball));
  });

  test('a version can be published once', async () => {
    const alice = await user(registry);
    const manifest = { name: uniqueName(), version: '1.0.0' };
    await alice.publish(manifest);
    const again = await alice.publish(manifest, { files: { 'other.js': 'different' } });
    expect(again).toMatchObject({
      status: 403,
      body: { error: 'You cannot publish over the previously published versions: 1.0.0.' },
    });
  });

  test('a repeated publish of the same bytes by the same user is answered as the success it was', async () => {
    const alice = await user(registry);
    const manifest = { name: uniqueName(), version: '1.0.0' };
    const first = await alice.publish(manifest);
    expect(await alice.publish(manifest)).toMatchObject({ status: 201, body: first.body });
  });

  test('a name belongs to who published it first', async () => {
    const [alice, mallory] = [await user(registry), await user(registry)];
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' });
    const stolen = await mallory.publish({ name, version: '2.0.0' });
    expect(stolen).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect((await reader.get(`/${name}`)).body.versions).not.toHaveProperty('2.0.0');
  });

  test('nobody publishes without logging in', async () => {
    const refused = await reader.publish({ name: uniqueName(), version: '1.0.0' });
    expect(refused).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect(refused.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('a first version that is published under another tag is also the latest', async () => {
    const alice = await user(registry);
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0-beta.1' }, { tag: 'beta' });
    await alice.publish({ name, version: '1.0.0-beta.2' }, { tag: 'beta' });
    expect((await reader.get(`/${name}`)).body['dist-tags']).toEqual({
      latest: '1.0.0-beta.1',
      beta: '1.0.0-beta.2',
    });
  });
});
