import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';

import { type Client, published, user } from '../client.ts';
import { integrityOf, pack, uniqueName } from '../packages.ts';
import { approve, limited, staged, versionsOf } from '../staging.ts';
import { target } from '../target.ts';
import { commit, documentOf, put, start } from '../uploads.ts';

const registry = await target();

const stageUpload = async (client: Client, id: string, document: object) =>
  client.post(`/-/v1/uploads/${id}/commit?stage=true`, document);

/** A package that is too large for one request, on its way in. */
async function uploaded(client: Client, name: string, version: string) {
  const manifest = { name, version };
  const tarball = pack(manifest, { data: randomBytes(8 << 20) });
  const begun = await start(client, name, tarball, { version, stage: true });
  expect(await put(registry, begun, tarball)).toBe(200);
  return { begun, tarball, document: documentOf(manifest, { tarball, tag: 'next' }) };
}

describe(`an upload that is staged, ${registry.name}`, () => {
  test('waits for approval, for who may stage alone', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const token = await limited(alice, 'read-write-stage-only');
    const { begun, tarball, document } = await uploaded(token, name, '2.0.0');
    expect((await commit(token, begun, document)).status).toBe(403);
    const done = await stageUpload(token, begun.body.id, document);
    expect(done).toMatchObject({ status: 201, body: { stageId: expect.any(String) } });
    expect((await stageUpload(token, begun.body.id, document)).body).toEqual(done.body);
    expect(await versionsOf(alice, name)).toEqual(['1.0.0']);
    const download = await alice.get(`/-/stage/${done.body.stageId}/tarball`);
    expect(integrityOf(download.body)).toBe(integrityOf(tarball));
    expect((await approve(alice, done.body.stageId)).status).toBe(200);
    const { body } = await alice.get(`/${name.replace('/', '%2f')}`);
    expect(body['dist-tags']).toEqual({ latest: '1.0.0', next: '2.0.0' });
    expect(body.versions['2.0.0'].dist.integrity).toBe(integrityOf(tarball));
  });

  test('may be the first of a package', async () => {
    const [alice, bob] = [await user(registry, 'alice'), await user(registry, 'bob')];
    const name = uniqueName();
    const { begun, document } = await uploaded(alice, name, '1.0.0');
    const { body } = await stageUpload(alice, begun.body.id, document);
    expect((await bob.post('/-/v1/uploads', { name, size: 10, stage: true })).status).toBe(404);
    expect((await approve(alice, body.stageId)).status).toBe(200);
  });

  test('is refused before its bytes are sent where its number is taken', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const id = await staged(alice, { name, version: '1.1.0' });
    const size = 10;
    for (const stage of [true, false]) {
      for (const version of ['1.0.0', '1.1.0']) {
        const answer = await alice.post('/-/v1/uploads', { name, version, size, stage });
        expect([stage, version, answer.status]).toEqual([stage, version, 403]);
      }
    }
    const other = await alice.post('/-/v1/uploads', { name, version: '1.1.0', size });
    expect(other.body.error).toContain(id);
    expect((await alice.post('/-/v1/uploads', { name, size, stage: 'yes' })).status).toBe(400);
    expect((await alice.post('/-/v1/uploads/x/commit?stage=maybe', {})).status).toBe(400);
  });
});
