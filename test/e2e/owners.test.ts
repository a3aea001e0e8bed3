import { describe, expect, test } from 'vitest';

import { anonymous, escape, published, readForEdit, user } from '../client.ts';
import { target } from '../target.ts';

const registry = await target();
const reader = anonymous(registry);

describe(`owners, ${registry.name}`, () => {
  test('npm adds and removes them by editing the document', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const bob = await user(registry, 'bob');
    const found = await alice.get(`/-/user/org.couchdb.user:${bob.name}`);
    expect(found.body).toMatchObject({ name: bob.name, email: `${bob.name}@example.com` });
    const { _id, _rev, maintainers } = await readForEdit(reader, name);
    const both = [...maintainers, { name: bob.name, email: found.body.email }];
    const put = await alice.put(`/${escape(name)}/-rev/${_rev}`, { _id, _rev, maintainers: both });
    expect([put.status, put.body.success]).toEqual([201, true]);
    expect((await bob.publish({ name, version: '1.1.0' })).status).toBe(201);
    const after = await readForEdit(reader, name);
    await bob.put(`/${escape(name)}/-rev/${after['_rev']}`, {
      maintainers: [{ name: bob.name }],
    });
    expect((await alice.publish({ name, version: '1.2.0' })).status).toBe(403);
  });

  test('pnpm has routes of its own for them', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const bob = await user(registry, 'bob');
    const path = `/-/package/${escape(name)}/owners`;
    expect((await alice.put(path, { user: bob.name })).status).toBe(200);
    expect((await alice.put(path, { user: 'nobody-at-all' })).status).toBe(404);
    expect((await reader.get(`/-/package/${escape(name)}/collaborators`)).body).toEqual({
      [alice.name]: 'write',
      [bob.name]: 'write',
    });
    expect(
      (await reader.get(`/-/package/${escape(name)}/collaborators?format=cli`)).body,
    ).toMatchObject([{ user: alice.name, permissions: 'write' }, { user: bob.name }]);
    expect((await bob.remove(`${path}/${alice.name}`)).status).toBe(200);
    expect((await bob.remove(`${path}/${bob.name}`)).status).toBe(403);
    expect((await alice.put(path, { user: alice.name })).status).toBe(403);
  });

  test('yarn 1 sends no revision and half the list, and must not remove anybody by it', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const bob = await user(registry, 'bob');
    const body = { maintainers: [{ name: bob.name }] };
    expect((await alice.put(`/${escape(name)}/-rev/undefined`, body)).status).toBe(409);
    expect((await readForEdit(reader, name))['maintainers']).toMatchObject([{ name: alice.name }]);
  });
});
