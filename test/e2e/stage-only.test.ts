import { describe, expect, test } from 'vitest';

import { circumvent, prepared, REFUSED } from '../circumvention.ts';
import { PASSWORD, published, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { approve, limited, reject, stage, staged, versionsOf } from '../staging.ts';
import { target } from '../target.ts';

const registry = await target();

describe(`a stage-only token, ${registry.name}`, () => {
  test('stages, lists and shows, and does nothing else that anybody would see', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const { document, unchanged } = await prepared(alice, name);
    const token = await limited(alice, 'read-write-stage-only');
    expect(await circumvent(token, name, document)).toEqual(REFUSED);
    const id = await staged(token, { name, version: '7.0.0' });
    expect((await token.get(`/-/stage/${id}`)).status).toBe(200);
    expect((await token.get('/-/stage')).body.total).toBe(1);
    for (const answer of [await approve(token, id), await reject(token, id)]) {
      expect(answer).toMatchObject({
        status: 403,
        body: { error: expect.stringContaining('this token does not allow to approve') },
      });
    }
    await unchanged();
    expect((await approve(alice, id)).status).toBe(200);
    expect((await token.publish({ name, version: '7.0.0' })).status).toBe(403);
  });

  test('of a new name stages its first version, and does not publish it', async () => {
    const alice = await user(registry, 'alice');
    const token = await limited(alice, 'read-write-stage-only');
    const name = uniqueName();
    expect((await token.publish({ name, version: '1.0.0' })).status).toBe(403);
    const id = await staged(token, { name, version: '1.0.0' });
    expect((await token.publish({ name, version: '1.0.1' })).status).toBe(403);
    expect((await approve(token, id)).status).toBe(403);
    expect((await alice.get(`/${name}`)).status).toBe(404);
    expect((await approve(alice, id)).status).toBe(200);
    expect(await versionsOf(alice, name)).toEqual(['1.0.0']);
  });

  test('for some packages stages those alone', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const { body } = await alice.post('/-/npm/v1/tokens', {
      password: PASSWORD,
      packages: [name],
      packages_and_scopes_permission: 'read-write-stage-only',
    });
    const token = alice.with(body.token);
    const other = uniqueName();
    await alice.publish({ name: other, version: '1.0.0' });
    expect((await stage(token, { name, version: '1.1.0' })).status).toBe(201);
    expect((await stage(token, { name: other, version: '1.1.0' })).status).toBe(403);
    const id = await staged(alice, { name: other, version: '1.1.0' });
    expect((await token.get(`/-/stage/${id}`)).status).toBe(404);
    expect((await token.get('/-/stage')).body.total).toBe(1);
  });
});
