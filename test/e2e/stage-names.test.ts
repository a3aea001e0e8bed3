import { describe, expect, test } from 'vitest';

import { anonymous, escape, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { approve, reject, stage, staged, versionsOf } from '../staging.ts';
import { target } from '../target.ts';

const registry = await target();
const reader = anonymous(registry);

describe(`a free name, ${registry.name}`, () => {
  test('is staged, is to all others like a private package, and is published by approval', async () => {
    const [alice, bob] = [await user(registry, 'alice'), await user(registry, 'bob')];
    const name = `@${uniqueName('scope')}/${uniqueName()}`;
    const id = await staged(alice, { name, version: '1.0.0' }, { access: 'restricted' });
    const path = `/${escape(name)}`;
    for (const client of [alice, bob, reader]) expect((await client.get(path)).status).toBe(404);
    for (const answer of [
      await bob.publish({ name, version: '1.0.0' }),
      await bob.publish({ name, version: '2.0.0' }),
      await stage(bob, { name, version: '1.0.0' }),
      await stage(bob, { name, version: '2.0.0' }),
      await bob.post('/-/v1/uploads', { name, size: 10 }),
    ]) {
      expect(answer).toMatchObject({
        status: 404,
        body: { error: `package "${name}" was not found` },
      });
    }
    expect((await approve(bob, id)).status).toBe(404);
    expect((await reject(bob, id)).status).toBe(404);
    expect((await bob.get('/-/stage')).body.total).toBe(0);
    const second = await staged(alice, { name, version: '1.1.0' });
    expect((await alice.get('/-/stage')).body.total).toBe(2);

    expect((await approve(alice, id)).status).toBe(200);
    expect((await alice.get(path)).body).toMatchObject({
      maintainers: [{ name: alice.name }],
      'dist-tags': { latest: '1.0.0' },
    });
    expect((await reader.get(path)).status).toBe(404);
    expect((await approve(alice, second)).status).toBe(200);
    expect(await versionsOf(alice, name)).toEqual(['1.0.0', '1.1.0']);
  });

  test('belongs to who staged it first, where two do at once, and one publishes', async () => {
    const [alice, bob] = [await user(registry, 'alice'), await user(registry, 'bob')];
    for (let round = 0; round < 4; round += 1) {
      const name = uniqueName();
      const [mine, theirs, published] = await Promise.all([
        stage(alice, { name, version: '1.0.0' }),
        stage(bob, { name, version: '1.0.1' }),
        alice.publish({ name, version: '1.0.2' }),
      ]);
      const statuses = [mine, published, theirs].map(({ status }) => status);
      expect([
        [201, 201, 404],
        [201, 201, 403],
        [404, 404, 201],
      ]).toContainEqual(statuses);
      const [owner, id] =
        mine.status === 201 ? [alice, mine.body.stageId] : [bob, theirs.body.stageId];
      expect((await approve(owner, id)).status).toBe(200);
    }
  });

  test('can be published by who staged it, and keeps what is staged', async () => {
    const [alice, bob] = [await user(registry, 'alice'), await user(registry, 'bob')];
    const name = uniqueName();
    const id = await staged(alice, { name, version: '2.0.0' });
    expect((await alice.publish({ name, version: '2.0.0', description: 'x' })).status).toBe(403);
    expect((await alice.publish({ name, version: '1.0.0' })).status).toBe(201);
    expect((await bob.publish({ name, version: '1.0.1' })).status).toBe(403);
    expect((await approve(alice, id)).status).toBe(200);
    expect(await versionsOf(reader, name)).toEqual(['1.0.0', '2.0.0']);
  });

  test('is free again once all that was staged of it is rejected', async () => {
    const [alice, bob] = [await user(registry, 'alice'), await user(registry, 'bob')];
    const name = uniqueName();
    const ids = [
      await staged(alice, { name, version: '1.0.0' }),
      await staged(alice, { name, version: '1.0.1' }),
    ];
    expect((await reject(alice, ids[0] ?? '')).status).toBe(200);
    expect((await bob.publish({ name, version: '1.0.0' })).status).toBe(404);
    for (let round = 0; round < 2; round += 1) {
      expect((await reject(alice, ids[1] ?? '')).status).toBe(200);
    }
    expect((await bob.publish({ name, version: '1.0.0' })).status).toBe(201);
    expect((await stage(alice, { name, version: '1.0.1' })).status).toBe(403);
  });

  test.skipIf(!registry.advance)('is free again after 30 days', async () => {
    const [alice, bob] = [await user(registry, 'alice'), await user(registry, 'bob')];
    const [published, again] = [uniqueName(), uniqueName()];
    const ids = [
      await staged(alice, { name: published, version: '1.0.0' }),
      await staged(alice, { name: again, version: '1.0.0' }),
    ];
    registry.advance?.(30 * 86_400_000 + 1);
    expect((await bob.publish({ name: published, version: '1.0.0' })).status).toBe(201);
    const id = await staged(bob, { name: again, version: '1.0.0' });
    for (const old of ids) expect((await approve(alice, old)).status).toBe(404);
    expect((await approve(bob, id)).status).toBe(200);
    expect((await reader.get(`/${again}`)).body.maintainers).toMatchObject([{ name: bob.name }]);
  });

  test('is not staged where it looks like another, and is looked out for once it is', async () => {
    const [alice, bob] = [await user(registry, 'alice'), await user(registry, 'bob')];
    const name = uniqueName('some-thing');
    const similar = name.replace('some-', 'some_');
    await alice.publish({ name, version: '1.0.0' });
    const refused = await stage(bob, { name: similar, version: '1.0.0' });
    expect([refused.status, refused.body.error]).toEqual([403, expect.stringContaining(name)]);
    expect((await stage(alice, { name: similar, version: '1.0.0' })).status).toBe(201);

    const waiting = uniqueName('any-thing');
    const id = await staged(alice, { name: waiting, version: '1.0.0' });
    const look = waiting.replace('any-', 'any_');
    for (const answer of [
      await bob.publish({ name: look, version: '1.0.0' }),
      await stage(bob, { name: look, version: '1.0.0' }),
    ]) {
      expect([answer.status, answer.body.error]).toEqual([
        403,
        expect.stringContaining('looks like another package'),
      ]);
      expect(answer.body.error).not.toContain(waiting);
    }
    expect((await approve(alice, id)).status).toBe(200);
  });

  test('is not staged where no new package may have it', async () => {
    const alice = await user(registry, 'alice');
    const name = uniqueName('UPPER');
    expect((await stage(alice, { name, version: '1.0.0' })).status).toBe(400);
  });
});

describe(`limits, ${registry.name}`, () => {
  test.skipIf(!registry.advance)('a package has up to a hundred versions that wait', async () => {
    const alice = await user(registry, 'alice');
    const name = uniqueName();
    const ids: string[] = [];
    for (let patch = 0; patch < 100; patch += 1) {
      ids.push(await staged(alice, { name, version: `1.0.${patch}` }));
    }
    const refused = await stage(alice, { name, version: '1.0.100' });
    expect([refused.status, refused.body.error]).toEqual([
      403,
      expect.stringContaining('approve or reject'),
    ]);
    const { body } = await alice.get('/-/stage?perPage=40&page=2');
    expect([body.total, body.items.length]).toEqual([100, 20]);
    expect((await reject(alice, ids[7] ?? '')).status).toBe(200);
    expect((await stage(alice, { name, version: '1.0.100' })).status).toBe(201);
  });
});
