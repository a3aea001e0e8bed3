import { describe, expect, test } from 'vitest';

import { anonymous, type Client, escape, published, readForEdit, user } from '../client.ts';
import { integrityOf, pack, publishDocument, uniqueName } from '../packages.ts';
import { approve, limited, reject, stage, staged } from '../staging.ts';
import { target } from '../target.ts';

const registry = await target();
const reader = anonymous(registry);
const NO_SUCH = '00000000-0000-4000-8000-000000000000';

const versionsOf = async (client: Client, name: string): Promise<readonly string[]> =>
  Object.keys((await client.get(`/${escape(name)}`)).body.versions);

describe(`a staged version, ${registry.name}`, () => {
  test('is published as it was staged, once it is approved', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const bob = await user(registry, 'bob');
    const manifest = { name, version: '2.0.0-beta.1', description: 'soon' };
    const tarball = pack(manifest);
    const answer = await stage(alice, manifest, { tag: 'beta', tarball });
    expect(answer).toMatchObject({
      status: 201,
      body: { stageId: expect.stringMatching(/^[\da-f-]{36}$/) },
    });
    const id: string = answer.body.stageId;
    expect(await versionsOf(reader, name)).toEqual(['1.0.0']);
    expect((await approve(bob, id)).status).toBe(404);

    const approved = await approve(alice, id);
    expect(approved).toMatchObject({
      status: 200,
      body: { ok: true, packageName: name, version: '2.0.0-beta.1' },
    });
    const { body } = await reader.get(`/${escape(name)}`);
    expect(body['dist-tags']).toEqual({ latest: '1.0.0', beta: '2.0.0-beta.1' });
    expect(body.versions['2.0.0-beta.1']).toMatchObject({
      description: 'soon',
      _npmUser: { name: alice.name },
      dist: { integrity: integrityOf(tarball), signatures: [{ sig: expect.any(String) }] },
    });
    const file = await reader.get(`/${name}/-/${name.split('/')[1]}-2.0.0-beta.1.tgz`);
    expect(file.body.equals(tarball)).toBe(true);
    expect((await alice.get(`/-/stage/${id}`)).status).toBe(404);
    expect((await alice.get(`/-/stage?package=${escape(name)}`)).body.total).toBe(0);
  });

  test('is listed, shown and downloaded by who may stage or approve it, in pages, oldest first', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const tarball = pack({ name, version: '1.1.0' });
    const first = await staged(alice, { name, version: '1.1.0' }, { tarball });
    const second = await staged(alice, { name, version: '1.2.0' });
    const list = async (query: string) =>
      (await alice.get(`/-/stage?package=${escape(name)}${query}`)).body;
    expect(await list('')).toMatchObject({
      items: [
        {
          id: first,
          packageName: name,
          version: '1.1.0',
          tag: 'latest',
          actor: alice.name,
          actorType: 'user',
        },
        { id: second, shasum: expect.stringMatching(/^[\da-f]{40}$/) },
      ],
      page: 0,
      perPage: 100,
      total: 2,
    });
    expect(await list('&page=1&perPage=1')).toMatchObject({ items: [{ id: second }], total: 2 });
    const all = (await alice.get('/-/stage')).body.items.map((item: any) => item.id);
    expect(all).toEqual([first, second]);
    for (const query of ['page=x', 'perPage=0', 'perPage=101', 'page=-1']) {
      expect([query, (await alice.get(`/-/stage?${query}`)).status]).toEqual([query, 400]);
    }
    expect((await alice.get(`/-/stage/${first.toUpperCase()}`)).body).toMatchObject({
      id: first,
      integrity: integrityOf(tarball),
      expiresAt: expect.stringMatching(/^20\d\d-/),
    });
    const download = await alice.get(`/-/stage/${first}/tarball`);
    expect([download.status, tarball.equals(download.body)]).toEqual([200, true]);
  });

  test('is seen nowhere before: not in documents, tags, tarballs nor search', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    await staged(
      alice,
      { name, version: '2.0.0', description: 'a secret to come' },
      { tag: 'next' },
    );
    const path = `/${escape(name)}`;
    for (const client of [alice, reader]) {
      for (const accept of ['application/json', 'application/vnd.npm.install-v1+json']) {
        const { body } = await client.get(path, { accept });
        expect(JSON.stringify(body)).not.toContain('2.0.0');
      }
      expect((await client.get(`${path}/2.0.0`)).status).toBe(404);
      expect((await client.get(`${path}/next`)).status).toBe(404);
      expect((await client.get(`/${name}/-/${name.split('/')[1]}-2.0.0.tgz`)).status).toBe(404);
      const tags = await client.get(`/-/package/${escape(name)}/dist-tags`);
      expect(tags.body).toEqual({ latest: '1.0.0' });
      const search = await client.get(`/-/v1/search?text=${encodeURIComponent(name)}`);
      expect(JSON.stringify(search.body)).not.toContain('secret to come');
    }
    expect(JSON.stringify(await readForEdit(alice, name))).not.toContain('2.0.0');
  });

  test('does not exist for whoever may neither stage nor approve it, of a private package too', async () => {
    const alice = await user(registry, 'alice');
    const bob = await user(registry, 'bob');
    for (const access of ['public', 'restricted'] as const) {
      const name = uniqueName();
      await alice.publish({ name, version: '1.0.0' }, { access });
      const id = await staged(alice, { name, version: '1.1.0' });
      const readOnly = await limited(alice, 'read-only');
      for (const client of [bob, readOnly]) {
        for (const path of [`/-/stage/${id}`, `/-/stage/${id}/tarball`]) {
          const [theirs, nobodys] = [
            await client.get(path),
            await client.get(path.replace(id, NO_SUCH)),
          ];
          expect([path, theirs.status]).toEqual([path, 404]);
          expect(theirs.body.error.replace(id, NO_SUCH)).toBe(nobodys.body.error);
        }
        expect((await client.get(`/-/stage?package=${name}`)).body).toMatchObject({
          items: [],
          total: 0,
        });
        expect((await client.get('/-/stage')).body.items).toEqual([]);
        const [theirs, nobodys] = [await approve(client, id), await approve(client, NO_SUCH)];
        expect([theirs.status, theirs.body.error.replace(id, NO_SUCH)]).toEqual([
          404,
          nobodys.body.error,
        ]);
        expect((await reject(client, id)).status).toBe(404);
      }
      expect((await stage(bob, { name, version: '9.0.0' })).status).toBe(
        access === 'public' ? 403 : 404,
      );
      for (const path of ['/-/stage', `/-/stage/${id}`])
        expect((await reader.get(path)).status).toBe(401);
      expect((await approve(reader, id)).status).toBe(401);
      expect((await approve(alice, id)).status).toBe(200);
    }
  });

  test('is checked as a publish is before it is staged', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const manifest = { name, version: '1.1.0' };
    const post = async (document: unknown) =>
      (await alice.post(`/-/stage/package/${escape(name)}`, document)).status;
    const whole = publishDocument(manifest);
    expect(await post({ ...whole, _attachments: {} })).toBe(400);
    expect(await post({ ...whole, name: 'another' })).toBe(400);
    expect(await post({ ...whole, versions: {} })).toBe(400);
    expect(
      await post(publishDocument(manifest, { tarball: pack({ name, version: '9.9.9' }) })),
    ).toBe(400);
    expect(await post(publishDocument(manifest, { tarball: Buffer.from('no tarball') }))).toBe(400);
    expect(await post(publishDocument(manifest, { tag: '^1.0.0' }))).toBe(400);
    const wrong = publishDocument(manifest);
    wrong['versions']['1.1.0'].dist.integrity = integrityOf(Buffer.from('x'));
    expect(await post(wrong)).toBe(400);
    expect((await alice.get(`/-/stage?package=${escape(name)}`)).body.total).toBe(0);
    for (const id of ['x', '../x', 'a'.repeat(3000)]) {
      expect((await approve(alice, encodeURIComponent(id))).status).toBe(404);
    }
  });
});

describe(`the number of a staged version, ${registry.name}`, () => {
  test('can be neither staged nor published once it is published, or was', async () => {
    const { alice, name } = await published(registry, '1.0.0', '1.1.0');
    const document = await readForEdit(alice, name);
    delete document['versions']['1.1.0'];
    await alice.put(`/${escape(name)}/-rev/${document['_rev']}`, document);
    for (const version of ['1.0.0', '1.1.0']) {
      const answer = await stage(alice, { name, version, description: 'other' });
      expect([version, answer.status, answer.body.code]).toEqual([version, 403, 'version_exists']);
      expect((await stage(alice, { name, version })).status).toBe(403);
    }
  });

  test('is taken: another publish or staging is told by what', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const id = await staged(alice, { name, version: '1.1.0' });
    for (const answer of [
      await alice.publish({ name, version: '1.1.0' }),
      await alice.publish({ name, version: '1.1.0', description: 'other' }),
      await stage(alice, { name, version: '1.1.0', description: 'other' }),
      await stage(alice, { name, version: '1.1.0' }, { tag: 'next' }),
    ]) {
      expect(answer).toMatchObject({
        status: 403,
        body: { code: 'version_exists', error: expect.stringContaining(`npm stage approve ${id}`) },
      });
    }
    expect(await versionsOf(reader, name)).toEqual(['1.0.0']);
  });

  test('is told its id again where the same bytes come again', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const id = await staged(alice, { name, version: '1.1.0' });
    expect(await stage(alice, { name, version: '1.1.0' })).toMatchObject({
      status: 201,
      body: { stageId: id },
    });
    expect((await alice.get(`/-/stage?package=${escape(name)}`)).body.total).toBe(1);
  });

  test('is free again once it is rejected', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const id = await staged(alice, { name, version: '1.1.0' });
    expect((await reject(alice, id)).status).toBe(200);
    expect((await alice.get(`/-/stage/${id}`)).status).toBe(404);
    expect((await alice.get(`/-/stage/${id}/tarball`)).status).toBe(404);
    const other = await staged(alice, { name, version: '1.1.0', description: 'better' });
    expect(other).not.toBe(id);
    expect((await approve(alice, other)).status).toBe(200);
    expect((await reader.get(`/${escape(name)}/1.1.0`)).body.description).toBe('better');
  });

  test('is staged once where ten stage it at once', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const answers = await Promise.all(
      Array.from({ length: 10 }, async (_, each) =>
        stage(alice, { name, version: '1.1.0', description: `number ${each}` }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array(9).fill(403)]);
  });
});

describe(`a decision, ${registry.name}`, () => {
  test('that is repeated by the same person is done already; anybody else is told whose it was', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const bob = await user(registry, 'bob');
    await alice.put(`/-/package/${escape(name)}/owners`, { user: bob.name });
    const [yes, no] = [
      await staged(alice, { name, version: '1.1.0' }),
      await staged(alice, { name, version: '1.2.0' }),
    ];
    for (let round = 0; round < 2; round += 1) {
      expect((await approve(alice, yes)).status).toBe(200);
      expect((await reject(alice, no)).status).toBe(200);
    }
    for (const answer of [
      await approve(bob, yes),
      await reject(bob, yes),
      await reject(alice, yes),
    ]) {
      expect(answer).toMatchObject({
        status: 403,
        body: {
          error: expect.stringContaining(`${alice.name} has approved ${name}@1.1.0 already`),
        },
      });
    }
    for (const answer of [await approve(bob, no), await approve(alice, no)]) {
      expect(answer).toMatchObject({
        status: 403,
        body: { error: expect.stringContaining('has rejected') },
      });
    }
    expect(await versionsOf(reader, name)).toEqual(['1.0.0', '1.1.0']);
  });

  test.skipIf(!registry.advance)('is forgotten after ten minutes', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const id = await staged(alice, { name, version: '1.1.0' });
    await approve(alice, id);
    registry.advance?.(10 * 60_000);
    expect((await approve(alice, id)).status).toBe(404);
  });

  test('is made once where two approve and two reject at once', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const bob = await user(registry, 'bob');
    await alice.put(`/-/package/${escape(name)}/owners`, { user: bob.name });
    for (let round = 0; round < 4; round += 1) {
      const version = `1.1.${round}`;
      const id = await staged(alice, { name, version });
      const answers = await Promise.all([
        approve(alice, id),
        reject(bob, id),
        approve(bob, id),
        reject(alice, id),
      ]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 403, 403, 403]);
      const [approved] = [answers[0]?.status === 200 || answers[2]?.status === 200];
      expect((await versionsOf(reader, name)).includes(version)).toBe(approved);
      expect((await stage(alice, { name, version })).status).toBe(approved ? 403 : 201);
    }
  });

  test('of one who was removed from the owners changes nothing', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const bob = await user(registry, 'bob');
    await alice.put(`/-/package/${escape(name)}/owners`, { user: bob.name });
    const id = await staged(bob, { name, version: '1.1.0' });
    await alice.remove(`/-/package/${escape(name)}/owners/${bob.name}`);
    expect((await approve(bob, id)).status).toBe(404);
    expect((await reject(bob, id)).status).toBe(404);
    expect((await approve(alice, id)).status).toBe(200);
    expect((await reader.get(`/${escape(name)}/1.1.0`)).body._npmUser.name).toBe(bob.name);
  });
});

describe(`time, ${registry.name}`, () => {
  test.skipIf(!registry.advance)(
    'ends what nobody decides: after 30 days the number is free',
    async () => {
      const { alice, name } = await published(registry, '1.0.0');
      const id = await staged(alice, { name, version: '1.1.0' });
      registry.advance?.(30 * 86_400_000 - 60_000);
      expect((await alice.get(`/-/stage/${id}`)).status).toBe(200);
      registry.advance?.(60_001);
      expect((await alice.get(`/-/stage/${id}`)).status).toBe(404);
      expect((await approve(alice, id)).status).toBe(404);
      expect((await reject(alice, id)).status).toBe(404);
      expect((await alice.get(`/-/stage?package=${escape(name)}`)).body.total).toBe(0);
      const other = await staged(alice, { name, version: '1.1.0', description: 'later' });
      registry.advance?.(31 * 86_400_000);
      expect((await alice.publish({ name, version: '1.1.0' })).status).toBe(201);
      expect((await approve(alice, other)).status).toBe(404);
    },
  );
});
