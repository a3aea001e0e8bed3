import { describe, expect, test } from 'vitest';

import { anonymous, escape, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server, target } from '../target.ts';

const registry = await target();
const reader = anonymous(registry);

describe(`private packages, ${registry.name}`, () => {
  test('are read by their owners, and for all others do not exist', async () => {
    const [alice, bob] = [await user(registry), await user(registry)];
    const name = `@${uniqueName('scope')}/${uniqueName()}`;
    await alice.publish({ name, version: '1.0.0' }, { access: 'restricted' });
    const paths = [
      `/${escape(name)}`,
      `/${escape(name)}/1.0.0`,
      `/${name}/-/${name.split('/')[1]}-1.0.0.tgz`,
      `/-/package/${escape(name)}/dist-tags`,
      `/-/package/${escape(name)}/visibility`,
      `/-/package/${escape(name)}/collaborators`,
    ];
    for (const path of paths) {
      const [mine, theirs, nobodys] = [
        await alice.get(path),
        await bob.get(path),
        await reader.get(path),
      ];
      expect([path, mine.status, theirs.status, nobodys.status]).toEqual([path, 200, 404, 404]);
    }
    const missing = `@${uniqueName('scope')}/nope`;
    const [hidden, absent] = [await bob.get(paths[0] ?? ''), await bob.get(`/${escape(missing)}`)];
    expect(hidden.body.error.replace(name, 'X')).toBe(absent.body.error.replace(missing, 'X'));
    expect((await bob.publish({ name, version: '2.0.0' })).status).toBe(404);
  });

  test('are never kept by a cache', async () => {
    const alice = await user(registry);
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' }, { access: 'restricted' });
    for (const path of [`/${name}`, `/${name}/1.0.0`, `/${name}/-/${name}-1.0.0.tgz`]) {
      expect((await alice.get(path)).headers.get('cache-control')).toBe('private, no-store');
      expect((await reader.get(path)).status).toBe(404);
    }
  });

  test('become public and private again by `npm access`, for everybody at once', async () => {
    const alice = await user(registry);
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' });
    const path = `/-/package/${name}`;
    expect((await reader.get(`/${name}`)).status).toBe(200);
    expect((await reader.get(`/${name}/-/${name}-1.0.0.tgz`)).status).toBe(200);
    expect((await reader.get(`${path}/visibility`)).body).toEqual({ public: true });
    expect((await alice.post(`${path}/access`, { access: 'restricted' })).status).toBe(200);
    expect((await reader.get(`/${name}`)).status).toBe(404);
    expect((await reader.get(`/${name}/-/${name}-1.0.0.tgz`)).status).toBe(404);
    expect((await alice.get(`${path}/access`)).body).toEqual({ access: 'restricted' });
    await alice.post(`${path}/access`, { access: 'public' });
    expect((await reader.get(`/${name}`)).status).toBe(200);
    expect((await reader.post(`${path}/access`, { access: 'public' })).status).toBe(401);
    expect((await alice.post(`${path}/access`, { access: 'secret' })).status).toBe(400);
  });

  test('stay private when a later version is published with other access', async () => {
    const alice = await user(registry);
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' }, { access: 'restricted' });
    await alice.publish({ name, version: '1.1.0' }, { access: 'public' });
    expect((await reader.get(`/${name}`)).status).toBe(404);
  });

  test('a wrong token is told so where the answer depends on it, and nowhere else', async () => {
    const alice = await user(registry);
    const [open, hidden] = [uniqueName(), uniqueName()];
    await alice.publish({ name: open, version: '1.0.0' });
    await alice.publish({ name: hidden, version: '1.0.0' }, { access: 'restricted' });
    const wrong = reader.with('pantry_wrong');
    expect((await wrong.get(`/${open}`)).status).toBe(200);
    expect((await wrong.get(`/${hidden}`)).status).toBe(401);
    expect((await wrong.get(`/${uniqueName()}`)).status).toBe(401);
  });
});

describe('a registry for its users only', () => {
  test('answers reads after a login, from the edge too, until the token is revoked', async () => {
    const local = await server({ reads: 'users' });
    const alice = await user(local);
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' });
    const nobody = anonymous(local);
    for (const path of [`/${name}`, `/${name}/-/${name}-1.0.0.tgz`, `/-/v1/search?text=x`]) {
      for (let round = 0; round < 3; round += 1) {
        expect([path, (await alice.get(path)).status]).toEqual([path, 200]);
        expect([path, (await nobody.get(path)).status]).toEqual([path, 401]);
        expect((await nobody.with('pantry_wrong').get(path)).status).toBe(401);
      }
    }
    expect((await nobody.get('/-/ping')).status).toBe(200);
    await alice.remove(`/-/user/token/${alice.token}`);
    expect((await alice.get(`/${name}`)).status).toBe(401);
  });

  test('new packages are private where the configuration says so', async () => {
    const local = await server({ newPackages: 'private' });
    const alice = await user(local);
    const [quiet, open] = [uniqueName(), uniqueName()];
    await alice.publish({ name: quiet, version: '1.0.0' });
    await alice.publish({ name: open, version: '1.0.0' }, { access: 'public' });
    expect((await anonymous(local).get(`/${quiet}`)).status).toBe(404);
    expect((await anonymous(local).get(`/${open}`)).status).toBe(200);
  });

  test('unpublishing can be left to admins', async () => {
    const local = await server({ unpublish: 'admins' });
    const [admin, alice] = [await user(local), await user(local)];
    const name = uniqueName();
    const { body } = await alice.publish({ name, version: '1.0.0' });
    const refused = await alice.remove(`/${name}/-rev/${body.rev}`);
    expect([refused.status, refused.body.error]).toEqual([403, expect.stringContaining('admin')]);
    expect((await admin.remove(`/${name}/-rev/${body.rev}`)).status).toBe(200);
  });
});
