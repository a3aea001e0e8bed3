import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { endpoints } from '#endpoints';

import { anonymous, type Client, escape, user } from '../client.ts';
import { integrityOf, uniqueName } from '../packages.ts';
import { folder, server, type Target } from '../target.ts';
import { startUpstream } from './controllable.ts';

const upstream = await startUpstream();

interface Kept {
  readonly registry: Target;
  readonly data: string;
  readonly admin: Client;
}

/** A registry that has fetched these, each as `name@version`. */
async function keeping(...fetched: readonly string[]): Promise<Kept> {
  const data = folder();
  const registry = await server({ upstream: upstream.url, data });
  const admin = await user(registry, 'admin');
  for (const one of fetched) {
    const [name, version] = [
      one.slice(0, one.lastIndexOf('@')),
      one.slice(one.lastIndexOf('@') + 1),
    ];
    upstream.publish(name, version);
    await install(registry, name, version);
  }
  return { registry, data, admin };
}

/** What an install asks for; the status of the tarball. */
async function install(registry: Target, name: string, version: string): Promise<number> {
  await anonymous(registry).get(`/${escape(name)}`);
  return (await anonymous(registry).get(tarballOf(name, version))).status;
}

const tarballOf = (name: string, version: string): string =>
  `/${name}/-/${name.split('/').at(-1)}-${version}.tgz`;

async function* nothing(): AsyncGenerator<Uint8Array> {}

const tarballRequests = (name: string): number =>
  upstream.requests.filter((request) => request.startsWith(`GET /${name}/-/`)).length;

const idsOf = (body: any): string[] =>
  body.versions.map(({ name, version }: any) => `${name}@${version}`);

/** The file of a document, or the only tarball's. */
function fileIn(data: string, pattern: RegExp): string {
  const root = path.join(data, 'upstream');
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((found) => found.isFile())
    .map((found) => path.join(found.parentPath, found.name));
  const file = files.find((found) => pattern.test(path.relative(root, found)));
  if (file === undefined) throw new Error(`no file is like ${pattern.source}`);
  return file;
}

describe('what is kept of upstreams', () => {
  test('is listed in pages, each version once, or by name, scope and pattern', async () => {
    const scope = `@${uniqueName('scope')}`;
    const stem = uniqueName();
    const all = [
      `${scope}/a@1.0.0`,
      `${scope}/a@1.0.0-rc.1`,
      `${scope}/b@2.0.0`,
      `${stem}-x@1.0.0`,
    ];
    const { admin } = await keeping(...all);
    const seen: string[] = [];
    let after: string | undefined = '';
    for (let pages = 0; after !== undefined && pages < 10; pages += 1) {
      const from = after === '' ? '' : `&after=${encodeURIComponent(after)}`;
      const { body } = await admin.get(`/-/v1/cache?size=1${from}`);
      seen.push(...idsOf(body));
      after = body.next;
    }
    expect(seen.toSorted()).toEqual(all.toSorted());
    for (const [pattern, count] of [
      [scope, 3],
      [`${scope}/a`, 2],
      [`${stem}-*`, 1],
      ['*', 4],
    ]) {
      const { body } = await admin.get(`/-/v1/cache?package=${encodeURIComponent(pattern ?? '')}`);
      expect(body.versions).toHaveLength(Number(count));
    }
  });

  test('is told of with its content and its times', async () => {
    const name = uniqueName();
    const tarball = upstream.publish(name, '1.0.0');
    const { admin } = await keeping(`${name}@1.0.0`);
    const { body } = await admin.get(`/-/v1/cache?package=${name}`);
    expect(body.versions).toEqual([
      {
        name,
        version: '1.0.0',
        integrity: integrityOf(tarball),
        size: tarball.length,
        fetchedAt: expect.stringMatching(/^\d{4}-/),
        usedAt: expect.stringMatching(/^\d{4}-/),
      },
    ]);
    expect((await admin.get('/-/v1/cache/stats')).body).toEqual({
      packages: 1,
      versions: 1,
      bytes: tarball.length,
      documents: 2,
      documentBytes: expect.any(Number),
      pins: 1,
      oldest: body.versions[0].fetchedAt,
      newest: body.versions[0].fetchedAt,
      limit: 20_480 * 2 ** 20,
    });
    const { body: told } = await admin.get('/-/v1/statistics');
    expect(told.cachedBytes).toBe(tarball.length);
  });

  test('is asked for again once it is removed, and has to be the same', async () => {
    const name = uniqueName();
    const { registry, admin } = await keeping(`${name}@1.0.0`, `${name}@2.0.0`);
    const before = tarballRequests(name);
    const { body } = await admin.remove(`/-/v1/cache?package=${name}&version=1.0.0`);
    expect(body).toMatchObject({ versions: 1, documents: 0, forgotten: 0 });
    const { body: listed } = await admin.get(`/-/v1/cache?package=${name}`);
    expect(listed.versions.map(({ usedAt }: any) => typeof usedAt)).toEqual([
      'undefined',
      'string',
    ]);
    expect(await install(registry, name, '1.0.0')).toBe(200);
    expect(await install(registry, name, '2.0.0')).toBe(200);
    expect(tarballRequests(name) - before).toBe(1);

    expect((await admin.remove(`/-/v1/cache?package=${name}`)).body).toMatchObject({
      versions: 2,
      documents: 1,
    });
    upstream.answer(tarballOf(name, '1.0.0'), (_, response) => void response.end('another'));
    upstream.publish(name, '1.0.0', { dist: { integrity: integrityOf(Buffer.from('another')) } });
    expect(await install(registry, name, '1.0.0')).toBe(502);
  });

  test('may become another where an admin forgets what it was, which the audit log tells', async () => {
    const name = uniqueName();
    const { registry, admin } = await keeping(`${name}@1.0.0`);
    const another = Buffer.from('another');
    upstream.publish(name, '1.0.0', { dist: { integrity: integrityOf(another) } });
    upstream.answer(tarballOf(name, '1.0.0'), (_, response) => void response.end(another));
    const { body } = await admin.remove(`/-/v1/cache?package=${name}&version=1.0.0&forget=true`);
    expect(body).toMatchObject({ versions: 1, documents: 1, forgotten: 1 });
    // Without a look at the document, as from a lockfile.
    const { status, body: got } = await anonymous(registry).get(tarballOf(name, '1.0.0'));
    expect([status, got.toString()]).toEqual([200, 'another']);
    const query = { partition: `audit#package:${name}`, index: 'gsi1' };
    const events = await registry.services?.table.page(query);
    expect(events?.items).toMatchObject([
      {
        action: 'forget-tarballs',
        actor: admin.name,
        before: { '1.0.0': expect.stringMatching(/^sha512-/) },
      },
    ]);
  });

  test('goes by pattern, documents without a tarball included, and nothing else does', async () => {
    const [scope, other] = [`@${uniqueName('scope')}`, uniqueName()];
    const { registry, admin } = await keeping(`${scope}/a@1.0.0`, `${other}@1.0.0`);
    upstream.publish(`${scope}/b`, '1.0.0');
    await anonymous(registry).get(`/${escape(`${scope}/b`)}`);
    const removed = await admin.remove(`/-/v1/cache?package=${encodeURIComponent(scope)}`);
    expect(removed.body).toMatchObject({ versions: 1, documents: 2 });
    await upstream.sleep();
    expect((await anonymous(registry).get(`/${escape(`${scope}/b`)}`)).status).toBe(503);
    expect((await anonymous(registry).get(`/${escape(other)}`)).status).toBe(200);
    expect((await anonymous(registry).get(tarballOf(other, '1.0.0'))).status).toBe(200);
    await upstream.wake();
  });

  test('is read again on demand: what is damaged goes, and is named', async () => {
    const [name, sound] = [uniqueName(), uniqueName()];
    const { registry, data, admin } = await keeping(`${name}@1.0.0`);
    await admin.post('/-/v1/cache/verify?after=documents/', undefined);
    const tarball = fileIn(data, /^blobs\/..\/[0-9a-f]{128}$/);
    const document = fileIn(data, /\/served\/..\/.*abbreviated$|\/served\/..\/.*full$/);
    upstream.publish(sound, '1.0.0');
    await install(registry, sound, '1.0.0');
    writeFileSync(tarball, 'damaged');
    writeFileSync(document, '{"rev":1}\ndamaged');
    const tarballs = await admin.post('/-/v1/cache/verify', undefined);
    expect(tarballs.body).toEqual({
      tarballs: 2,
      documents: 0,
      damaged: [{ name, version: '1.0.0' }],
      next: 'documents/',
    });
    const documents = await admin.post('/-/v1/cache/verify?after=documents/', undefined);
    expect(documents.body.documents).toBe(4);
    expect(documents.body.damaged).toEqual([{ name, form: 'full' }]);
    expect(await install(registry, name, '1.0.0')).toBe(200);
    const again = await admin.post('/-/v1/cache/verify', undefined);
    expect(again.body).toMatchObject({ tarballs: 2, damaged: [] });
  });

  test('is of nobody’s business but an admin’s', async () => {
    const { registry } = await keeping();
    const somebody = await user(registry);
    const all = [
      somebody.get('/-/v1/cache'),
      somebody.get('/-/v1/cache/stats'),
      somebody.post('/-/v1/cache/verify', undefined),
      somebody.remove('/-/v1/cache?package=x'),
    ];
    expect((await Promise.all(all)).map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect((await anonymous(registry).get('/-/v1/cache')).status).toBe(401);
  });

  test.each([
    ['?package=a%20b', 'must be a name, a scope, or either with stars'],
    ['', 'package'],
    ['?package=a&version=1', 'is not a valid version'],
    ['?package=a&forget=maybe', 'must be true or false'],
    ['?package=a&after=%00', 'must be what the page before said'],
    ['?package=a&size=0', 'must be a whole number from 1 on'],
  ])('is not removed where it is not clear what is meant: %s', async (query, sentence) => {
    const { admin } = await keeping();
    const { status, body } = await admin.remove(`/-/v1/cache${query}`);
    expect([status, body.error]).toEqual([400, expect.stringContaining(sentence)]);
  });

  test('is nothing where a registry keeps nothing, and says so', async () => {
    const { registry, admin } = await keeping();
    const { services } = registry;
    if (!services) throw new Error('it runs in this process');
    const request = {
      id: 'test',
      method: 'GET',
      path: '/-/v1/cache/stats',
      query: new URLSearchParams(),
      headers: { authorization: `Bearer ${admin.token}` },
      body: nothing(),
      address: '127.0.0.1',
      baseUrl: registry.url,
    };
    const without = { ...services, upstreamCache: undefined };
    const { status } = await endpoints['cache/stats'].handle(request, {}, without);
    expect(status).toBe(501);
  });
});
