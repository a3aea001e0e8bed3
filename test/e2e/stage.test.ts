import { describe, expect, test } from 'vitest';

import { anonymous, escape, published, readForEdit, user } from '../client.ts';
import { integrityOf, pack, publishDocument, uniqueName } from '../packages.ts';
import { approve, limited, reject, stage, staged, versionsOf } from '../staging.ts';
import { target } from '../target.ts';

const registry = await target();
const reader = anonymous(registry);
const NO_SUCH = '00000000-0000-4000-8000-000000000000';

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
