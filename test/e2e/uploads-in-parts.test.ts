import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';

import { type Answer, anonymous, type Client, user } from '../client.ts';
import { integrityOf, pack, uniqueName } from '../packages.ts';
import { target } from '../target.ts';
import { commit, documentOf, lookAt, put, putPart, start, startParts } from '../uploads.ts';

const registry = await target();
const reader = anonymous(registry);
const DAY = 86_400_000;

const sendAll = async (begun: Answer, tarball: Buffer): Promise<void> => {
  for (const { number } of begun.body.missing) {
    expect(await putPart(registry, begun, number, tarball)).toBe(200);
  }
};

/** Somebody, and a package of 20 MB, which is three parts, that is still to be published. */
async function prepared(client?: Client) {
  const alice = client ?? (await user(registry, 'alice'));
  const manifest = { name: uniqueName(), version: '1.0.0' };
  const tarball = pack(manifest, { data: randomBytes(20_000_000) });
  const begun = await startParts(alice, manifest.name, tarball);
  return { alice, manifest, tarball, begun, document: documentOf(manifest, { tarball }) };
}

describe(`uploads in parts, ${registry.name}`, () => {
  test('say where each part goes, and are published when all have come in any order', async () => {
    const { alice, manifest, tarball, begun, document } = await prepared();
    const { name } = manifest;
    const { partSize } = begun.body;
    expect(begun).toMatchObject({
      status: 201,
      body: { method: 'PUT', size: tarball.length, partCount: 3, received: [] },
    });
    expect(begun.body.missing).toMatchObject([
      { number: 1, start: 0, size: partSize, headers: { 'content-length': String(partSize) } },
      { number: 2, start: partSize, size: partSize },
      { number: 3, start: 2 * partSize, size: tarball.length - 2 * partSize },
    ]);
    const hour = Date.now() + 3_600_000;
    expect(Date.parse(begun.body.urlsExpireAt)).toBeLessThanOrEqual(hour);
    expect(Date.parse(begun.body.expiresAt)).toBeGreaterThan(hour + 20 * 3_600_000);
    await Promise.all([3, 1, 2].map(async (number) => putPart(registry, begun, number, tarball)));
    expect((await reader.get(`/${name}`)).status).toBe(404);
    expect((await commit(alice, begun, document)).status).toBe(201);
    const read = await reader.get(`/${name}/-/${name}-1.0.0.tgz`);
    expect(tarball.equals(read.body)).toBe(true);
    // An answer that got lost is given again.
    expect((await commit(alice, begun, document)).status).toBe(201);
    expect((await lookAt(alice, begun, name)).status).toBe(404);
    // Stores differ in how they refuse what is over.
    expect([403, 404]).toContain(await putPart(registry, begun, 1, tarball));
  });

  test('say what has arrived, and a commit says what has not', async () => {
    const { alice, manifest, tarball, begun, document } = await prepared();
    const { partSize } = begun.body;
    await putPart(registry, begun, 2, tarball);
    const refused = await commit(alice, begun, document);
    expect(refused).toMatchObject({
      status: 409,
      body: { error: expect.stringMatching(/^of 3 parts these have not arrived: 1, 3\. GET /) },
    });
    const found = await lookAt(alice, begun, manifest.name);
    expect(found).toMatchObject({
      status: 200,
      body: { id: begun.body.id, received: [{ number: 2, size: partSize }], partCount: 3 },
    });
    expect(found.body.missing.map(({ number }: { number: number }) => number)).toEqual([1, 3]);
    await sendAll(found, tarball);
    expect((await lookAt(alice, begun, manifest.name)).body.missing).toEqual([]);
    expect((await commit(alice, begun, document)).status).toBe(201);
  });

  test('take a part as it was announced, and no other', async () => {
    const { alice, manifest, tarball, begun } = await prepared();
    const [part] = begun.body.missing;
    const answer = (url: string): Answer => ({ ...begun, body: { method: 'PUT', url } });
    for (const bytes of [tarball.subarray(0, part.size - 1), tarball]) {
      expect([400, 403]).toContain(await put(registry, answer(part.url), bytes));
    }
    const other = part.url.replace(/(part(?:Number)?)=1/, '$1=2');
    expect(await put(registry, answer(other), tarball.subarray(0, part.size))).toBe(403);
    expect((await lookAt(alice, begun, manifest.name)).body.received).toEqual([]);
  });

  test('are of one user and one package, and of nobody else', async () => {
    const { alice, manifest, tarball, begun, document } = await prepared();
    await sendAll(begun, tarball);
    const bob = await user(registry, 'bob');
    expect((await lookAt(bob, begun, manifest.name)).status).toBe(404);
    expect((await commit(bob, begun, document)).status).toBe(404);
    expect((await lookAt(alice, begun, uniqueName())).status).toBe(404);
    expect((await lookAt(reader, begun, manifest.name)).status).toBe(401);
    const [, session = ''] = /^([^.]+\.)/.exec(begun.body.id) ?? [];
    const longer: Answer = { ...begun, body: { id: `${session}${(30_000_000).toString(36)}` } };
    expect((await lookAt(alice, longer, manifest.name)).status).toBe(404);
    expect((await commit(alice, longer, document)).status).toBe(404);
    expect((await commit(alice, begun, document)).status).toBe(201);
  });

  test('are refused, and over, where the bytes are others than announced', async () => {
    const { alice, manifest, tarball, begun, document } = await prepared();
    const other = Buffer.from(tarball);
    other.writeUInt32LE(other.readUInt32LE(10_000_000) + 1, 10_000_000);
    await putPart(registry, begun, 1, tarball);
    await putPart(registry, begun, 2, other);
    await putPart(registry, begun, 3, tarball);
    expect(await commit(alice, begun, document)).toMatchObject({
      status: 400,
      body: { error: expect.stringMatching(/another content than announced|gzip/) },
    });
    expect((await reader.get(`/${manifest.name}`)).status).toBe(404);
    expect((await lookAt(alice, begun, manifest.name)).status).toBe(404);
    expect((await commit(alice, begun, document)).status).toBe(404);
  });

  test('are over where another tarball came than the document says, though it is one', async () => {
    const { alice, manifest, tarball, begun } = await prepared();
    await sendAll(begun, tarball);
    const another = documentOf(manifest, { tarball: pack(manifest) });
    expect(await commit(alice, begun, another)).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining(integrityOf(tarball)) },
    });
    expect((await lookAt(alice, begun, manifest.name)).status).toBe(404);
  });

  test('stay where the document is wrong in itself', async () => {
    const { alice, manifest, tarball, begun, document } = await prepared();
    await sendAll(begun, tarball);
    expect((await commit(alice, begun, { ...document, _attachments: {} })).status).toBe(400);
    expect((await lookAt(alice, begun, manifest.name)).status).toBe(200);
    expect((await commit(alice, begun, document)).status).toBe(201);
  });

  test('two commits at once publish once', async () => {
    const { alice, tarball, begun, document } = await prepared();
    await sendAll(begun, tarball);
    const both = await Promise.all([0, 1].map(async () => commit(alice, begun, document)));
    const statuses = both.map(({ status }) => status);
    expect(statuses).toContain(201);
    for (const status of statuses) expect([201, 404]).toContain(status);
    expect((await commit(alice, begun, document)).status).toBe(201);
  });

  test('can be staged', async () => {
    const { alice, manifest, tarball, begun, document } = await prepared();
    await sendAll(begun, tarball);
    const path = `/-/v1/uploads/${begun.body.id}/commit?stage=true`;
    expect(await alice.post(path, document)).toMatchObject({
      status: 201,
      body: { stageId: expect.any(String) },
    });
    expect((await reader.get(`/${manifest.name}`)).status).toBe(404);
  });

  test.skipIf(!registry.advance)('addresses end after an hour, sessions after a day', async () => {
    const { alice, manifest, tarball, begun, document } = await prepared();
    const { name } = manifest;
    await putPart(registry, begun, 1, tarball);
    registry.advance?.(3_600_001);
    expect(await putPart(registry, begun, 2, tarball)).toBe(403);
    const later = await lookAt(alice, begun, name);
    await sendAll(later, tarball);
    registry.advance?.(DAY - 3_700_000);
    const last = await lookAt(alice, begun, name);
    expect(last.body).toMatchObject({ missing: [], urlsExpireAt: last.body.expiresAt });
    registry.advance?.(200_000);
    expect((await lookAt(alice, begun, name)).status).toBe(404);
    expect((await commit(alice, begun, document)).status).toBe(404);
  });

  test('are begun by nobody who may not publish, and asked for in words that are none', async () => {
    const { alice, manifest, tarball, begun } = await prepared();
    await alice.publish({ ...manifest, version: '0.9.0' });
    const bob = await user(registry, 'bob');
    expect((await startParts(bob, manifest.name, tarball)).status).toBe(403);
    const wrong = await start(alice, manifest.name, tarball, { parts: 'yes' });
    expect(wrong.status).toBe(400);
    expect((await alice.get(`/-/v1/uploads/${begun.body.id}`)).status).toBe(400);
    for (const id of ['x', 'a'.repeat(5000), begun.body.id.split('.')[0]]) {
      const { status } = await alice.get(`/-/v1/uploads/${id}?package=${manifest.name}`);
      expect([id, status]).toEqual([id, 404]);
    }
  });
});
