import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';

import { type Answer, anonymous, escape, published, user } from '../client.ts';
import { integrityOf, pack, publishDocument, uniqueName } from '../packages.ts';
import { target } from '../target.ts';
import { commit, documentOf, put as putAt, start } from '../uploads.ts';

const registry = await target();
const reader = anonymous(registry);

const put = async (begun: Answer, bytes: Uint8Array): Promise<number> =>
  putAt(registry, begun, bytes);

/** Somebody, and a package of theirs that is still to be published. */
async function prepared(files = {}) {
  const alice = await user(registry, 'alice');
  const manifest = { name: uniqueName(), version: '1.0.0', description: 'a package' };
  const tarball = pack(manifest, files);
  const document = documentOf(manifest, { tarball });
  return { alice, manifest, tarball, document };
}

describe(`uploads, ${registry.name}`, () => {
  test('8 MB are published in three steps, and read as if they had come in one', async () => {
    const { alice, manifest, tarball, document } = await prepared({ data: randomBytes(8 << 20) });
    const { name } = manifest;
    const begun = await start(alice, name, tarball);
    expect(begun).toMatchObject({ status: 201, body: { method: 'PUT' } });
    expect(begun.body.headers).toEqual({ 'content-length': String(tarball.length) });
    expect(Date.parse(begun.body.expiresAt)).toBeGreaterThan(Date.now() + 3_000_000);
    expect(await put(begun, tarball)).toBe(200);
    expect((await reader.get(`/${name}`)).status).toBe(404);
    const done = await commit(alice, begun, document);
    expect(done).toMatchObject({ status: 201, body: { ok: true, success: true, id: name } });

    const { body } = await reader.get(`/${name}`);
    expect(body).toMatchObject({
      _rev: done.body.rev,
      'dist-tags': { latest: '1.0.0' },
      versions: { '1.0.0': { dist: { integrity: integrityOf(tarball), fileCount: 2 } } },
    });
    const read = await reader.get(`/${name}/-/${name}-1.0.0.tgz`);
    expect(tarball.equals(read.body)).toBe(true);
  });

  test('a commit whose answer got lost is answered again; then the upload is gone', async () => {
    const { alice, manifest, tarball, document } = await prepared();
    const begun = await start(alice, manifest.name, tarball);
    await put(begun, tarball);
    const first = await commit(alice, begun, document);
    const second = await commit(alice, begun, document);
    expect(second).toMatchObject({ status: 201, body: first.body });
    const other = documentOf({ ...manifest, version: '1.0.1' }, { tarball });
    expect(await commit(alice, begun, other)).toMatchObject({
      status: 404,
      body: { code: 'not_found', error: expect.stringContaining('committed before') },
    });
  });

  test('two commits at once publish once', async () => {
    const { alice, manifest, tarball, document } = await prepared();
    const begun = await start(alice, manifest.name, tarball);
    await put(begun, tarball);
    const both = await Promise.all([0, 1].map(async () => commit(alice, begun, document)));
    const statuses = both.map(({ status }) => status);
    expect(statuses).toContain(201);
    // Whoever comes when the bytes are gone is told to commit again, and finds it done.
    for (const status of statuses) expect([201, 404]).toContain(status);
    expect(await commit(alice, begun, document)).toMatchObject({ status: 201 });
  });

  test('bytes that are put again take the place of the first', async () => {
    const { alice, manifest, tarball, document } = await prepared();
    const begun = await start(alice, manifest.name, tarball);
    await put(begun, Buffer.alloc(tarball.length));
    expect(await commit(alice, begun, document)).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining('gzip') },
    });
    expect(await put(begun, tarball)).toBe(200);
    expect((await commit(alice, begun, document)).status).toBe(201);
  });

  test('bytes that the document does not speak of are refused, and can be committed rightly', async () => {
    const { alice, manifest, tarball, document } = await prepared();
    const begun = await start(alice, manifest.name, tarball);
    await put(begun, tarball);
    const another = documentOf(manifest, { tarball: pack(manifest, { more: 'x' }) });
    expect(await commit(alice, begun, another)).toMatchObject({
      status: 400,
      body: { code: 'invalid' },
    });
    expect((await reader.get(`/${manifest.name}`)).status).toBe(404);
    expect((await commit(alice, begun, document)).status).toBe(201);
  });

  test('nobody else can commit an upload, and nobody for another package', async () => {
    const { alice, manifest, tarball, document } = await prepared();
    const begun = await start(alice, manifest.name, tarball);
    await put(begun, tarball);
    const bob = await user(registry, 'bob');
    expect((await commit(bob, begun, document)).status).toBe(404);
    const other = documentOf({ ...manifest, name: uniqueName() }, { tarball });
    expect((await commit(alice, begun, other)).status).toBe(404);
    expect((await commit(anonymous(registry), begun, document)).status).toBe(401);
  });

  test('nothing is taken but what was announced', async () => {
    const { alice, manifest, tarball, document } = await prepared();
    const begun = await start(alice, manifest.name, tarball);
    for (const bytes of [tarball.subarray(1), Buffer.concat([tarball, tarball])]) {
      const status = await put(begun, bytes);
      expect([400, 403]).toContain(status);
    }
    const forged = { ...begun, body: { ...begun.body, url: begun.body.url.replace(/.$/, '!') } };
    expect(await put(forged, tarball)).toBe(403);
    expect((await commit(alice, begun, document)).status).toBe(404);
  });

  test.skipIf(!registry.advance)('an hour after its start an upload is over', async () => {
    const { alice, manifest, tarball, document } = await prepared();
    const begun = await start(alice, manifest.name, tarball);
    await put(begun, tarball);
    registry.advance?.(3_600_001);
    expect((await commit(alice, begun, document)).status).toBe(404);
    expect(await put(begun, tarball)).toBe(403);
  });
});

describe(`the start of an upload, ${registry.name}`, () => {
  test('refuses whoever may not publish the package', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const bob = await user(registry, 'bob');
    const body = { name, size: 10 };
    expect((await reader.post('/-/v1/uploads', body)).status).toBe(401);
    expect((await bob.post('/-/v1/uploads', body)).status).toBe(403);
    const { body: made } = await alice.post('/-/npm/v1/tokens', {
      password: 'correct horse battery staple',
      readonly: true,
    });
    expect((await alice.with(made.token).post('/-/v1/uploads', body)).status).toBe(403);
    expect((await alice.post('/-/v1/uploads', body)).status).toBe(201);
  });

  test('refuses a version that is there, unless it may be the same publish again', async () => {
    const alice = await user(registry, 'alice');
    const manifest = { name: uniqueName(), version: '1.0.0' };
    const tarball = pack(manifest);
    await alice.publish(manifest, { tarball });
    const body = { ...manifest, size: tarball.length };
    expect(await alice.post('/-/v1/uploads', body)).toMatchObject({
      status: 403,
      body: { code: 'version_exists' },
    });
    const same = { ...body, integrity: integrityOf(tarball) };
    expect((await alice.post('/-/v1/uploads', same)).status).toBe(201);
  });

  test('refuses with a sentence what can never be committed', async () => {
    const { alice, manifest, tarball } = await prepared();
    const { name } = manifest;
    const size = tarball.length;
    for (const [body, status] of [
      [{ name }, 400],
      [{ size }, 400],
      [{ name: 'Not A Name', size }, 400],
      [{ name: 'UPPER-case', size }, 400],
      [{ name: 'x'.repeat(10_000), size }, 400],
      [{ name, size: 0 }, 400],
      [{ name, size: 1.5 }, 400],
      [{ name, size: '5' }, 400],
      [{ name, size: 2 ** 40 }, 413],
      [{ name, size, version: 'one' }, 400],
      [{ name, size, integrity: 'sha1-abc' }, 400],
    ] as const) {
      const answer = await alice.post('/-/v1/uploads', body);
      expect([body, answer.status]).toEqual([body, status]);
      expect(answer.body.error).toMatch(/\w+ \w+ \w+/);
    }
  });
});

describe(`the commit of an upload, ${registry.name}`, () => {
  test('refuses what is no publish, or brings its tarball along', async () => {
    const { alice, manifest, tarball, document } = await prepared();
    const begun = await start(alice, manifest.name, tarball);
    await put(begun, tarball);
    for (const body of [
      '{',
      {},
      { ...document, name: 5 },
      { ...document, versions: {} },
      { ...document, _attachments: {} },
      { ...document, _attachments: { 'a.tgz': {}, 'b.tgz': {} } },
      publishDocument(manifest, { tarball }),
    ]) {
      const answer = await alice.post(`/-/v1/uploads/${begun.body.id}/commit`, body);
      expect([body, answer.status]).toEqual([body, 400]);
    }
    for (const id of ['x', 'a'.repeat(5000), `${'z'.repeat(9)}-${'A'.repeat(43)}`]) {
      expect((await alice.post(`/-/v1/uploads/${id}/commit`, document)).status).toBe(404);
    }
  });

  test('publishes with the tag and the access that the document names', async () => {
    const alice = await user(registry, 'alice');
    const manifest = { name: `@${uniqueName('scope')}/${uniqueName()}`, version: '1.0.0' };
    const tarball = pack(manifest);
    const begun = await start(alice, manifest.name, tarball);
    await put(begun, tarball);
    const document = documentOf(manifest, { tarball, tag: 'next', access: 'restricted' });
    expect((await commit(alice, begun, document)).status).toBe(201);
    const path = `/${escape(manifest.name)}`;
    expect((await reader.get(path)).status).toBe(404);
    expect((await alice.get(path)).body['dist-tags']).toMatchObject({ next: '1.0.0' });
  });
});
