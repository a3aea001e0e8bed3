import { describe, expect, test } from 'vitest';

import { anonymous, escape, published, readForEdit, user } from '../client.ts';
import { target } from '../target.ts';

const registry = await target();
const reader = anonymous(registry);

describe(`stars, ${registry.name}`, () => {
  test('are given and taken back by anybody who may read, in the ways of npm and of pnpm', async () => {
    const { name } = await published(registry, '1.0.0');
    const bob = await user(registry, 'bob');
    const { _id, _rev } = await readForEdit(reader, name);
    await bob.put(`/${escape(name)}`, { _id, _rev, users: { [bob.name]: true } });
    expect((await readForEdit(reader, name))['users']).toEqual({ [bob.name]: true });
    expect((await bob.get(`/-/_view/starredByUser?key=%22${bob.name}%22`)).body).toEqual({
      rows: [{ value: name }],
    });
    expect((await bob.get('/-/user/v1/star')).body).toEqual([name]);
    await bob.remove('/-/user/v1/star', { package: name });
    expect((await readForEdit(reader, name))['users']).toEqual({});
    expect((await bob.put('/-/user/v1/star', { package: name })).status).toBe(201);
    expect((await readForEdit(reader, name))['users']).toEqual({ [bob.name]: true });
    expect((await reader.put('/-/user/v1/star', { package: name })).status).toBe(401);
    expect((await bob.put('/-/user/v1/star', { package: 'not-there-at-all' })).status).toBe(404);
  });
});
