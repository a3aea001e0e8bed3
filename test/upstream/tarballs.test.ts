import { describe, expect, test, vi } from 'vitest';

import { auditEvents } from '#store/entities/audit-event.ts';

import { anonymous } from '../client.ts';
import { integrityOf, shasumOf, uniqueName } from '../packages.ts';
import { folder, server } from '../target.ts';
import { type Answer, startUpstream } from './controllable.ts';

const upstream = await startUpstream();
const registry = await server({ upstream: upstream.url });
const reader = anonymous(registry);
const ABBREVIATED = { accept: 'application/vnd.npm.install-v1+json' };

/** A version upstream and its tarball there and here. */
function behind(more: Readonly<Record<string, unknown>> = {}) {
  const name = uniqueName();
  const bytes = upstream.publish(name, '1.0.0', more);
  const path = `/${name}/-/${name}-1.0.0.tgz`;
  const asked = () => upstream.requests.filter((line) => line === `GET ${path}`).length;
  return { name, bytes, path, asked };
}

/** The bytes that a client gets, or why it gets none. */
async function download(path: string, headers: Readonly<Record<string, string>> = {}) {
  const response = await registry.fetch(path, { headers });
  try {
    return { response, bytes: Buffer.from(await response.arrayBuffer()) };
  } catch {
    return { response, bytes: undefined };
  }
}

describe('a tarball of the upstream', () => {
  test('passes as it comes, and is asked for once', async () => {
    const { bytes, path, asked } = behind();
    for (let time = 0; time < 3; time += 1) {
      const got = await download(path);
      expect([got.response.status, got.bytes?.equals(bytes)]).toEqual([200, true]);
      expect(got.response.headers.get('cache-control')).toContain('immutable');
    }
    expect(asked()).toBe(1);
  });

  test('twenty who want it at once are one request', async () => {
    const { bytes, path, asked } = behind();
    const all = await Promise.all(Array.from({ length: 20 }, async () => download(path)));
    expect(all.every((got) => got.bytes?.equals(bytes))).toBe(true);
    expect(asked()).toBe(1);
  });

  test('needs no document first: what is said of the version alone is enough', async () => {
    const { bytes, path, name } = behind();
    expect((await download(path)).bytes?.equals(bytes)).toBe(true);
    expect(upstream.requests).toContain(`GET /${name}/1.0.0`);
    expect(upstream.requests).not.toContain(`GET /${name}`);
  });

  test.each<[string, Answer]>([
    ['knows no single versions', (_, response) => void response.writeHead(405).end()],
    ['answers with a page', (_, response) => void response.end('<html>')],
    ['answers with another version', (_, response) => void response.end('{"version":"2.0.0"}')],
  ])('of an upstream that %s is found in the document', async (_, answer) => {
    const { bytes, path, name } = behind();
    upstream.answer(`/${name}/1.0.0`, answer);
    expect((await download(path)).bytes?.equals(bytes)).toBe(true);
    expect(upstream.requests).toContain(`GET /${name}`);
  });

  test('is there while the upstream is not', async () => {
    const { bytes, path } = behind();
    await download(path);
    await upstream.sleep();
    expect((await download(path)).bytes?.equals(bytes)).toBe(true);
    await upstream.wake();
  });

  test('answers HEAD and ranges, first of all too', async () => {
    const { bytes, path } = behind();
    const head = await registry.fetch(path, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(bytes.length)]);
    const other = behind();
    const part = await download(other.path, { range: 'bytes=5-9' });
    expect([part.response.status, part.bytes]).toEqual([206, other.bytes.subarray(5, 10)]);
  });

  test('of many megabytes arrives whole', async () => {
    const large = Buffer.alloc(40_000_000, 'large tarball ');
    const { path } = behind({ dist: { integrity: integrityOf(large), shasum: undefined } });
    upstream.answer(path, (_, response) => void response.end(large));
    expect((await download(path)).bytes?.equals(large)).toBe(true);
    expect((await download(path)).bytes?.equals(large)).toBe(true);
  });

  test('of an old package is held against its SHA-1', async () => {
    const { bytes, path } = behind({ dist: { integrity: undefined } });
    expect((await download(path)).bytes?.equals(bytes)).toBe(true);
    const wrong = behind({ dist: { integrity: undefined, shasum: '0'.repeat(40) } });
    expect((await download(wrong.path)).response.status).toBe(502);
  });

  test('of a version that is not there is not found', async () => {
    const { name } = behind();
    expect((await reader.get(`/${name}/-/${name}-9.9.9.tgz`)).status).toBe(404);
    expect((await reader.get(`/${name}/-/other-1.0.0.tgz`)).status).toBe(404);
  });

  test('of a version that was published a moment ago is found', async () => {
    const { name } = behind();
    await reader.get(`/${name}`);
    const bytes = upstream.publish(name, '1.0.1');
    const got = await download(`/${name}/-/${name}-1.0.1.tgz`);
    expect(got.bytes?.equals(bytes)).toBe(true);
  });
});

const cut: Answer = (_, response) => {
  response.writeHead(200, { 'content-length': '100000' });
  response.write(Buffer.alloc(1000));
  setTimeout(() => response.destroy(), 20);
};

describe('a tarball that is not what was promised', () => {
  const WRONG: Readonly<Record<string, Answer>> = {
    'has other bytes': (_, response) => void response.end(Buffer.from('something else')),
    'is broken off': cut,
    'is a page': (_, response) =>
      void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
    'is empty': (_, response) => void response.end(),
  };

  test.each(Object.entries(WRONG))(
    '%s: nobody gets it whole, and it is not kept',
    async (_, answer) => {
      const { path, bytes } = behind();
      upstream.answer(path, answer);
      for (let time = 0; time < 2; time += 1) {
        const got = await download(path);
        expect(got.response.status === 200 ? got.bytes : undefined).toBeUndefined();
      }
      expect((await registry.fetch(path, { method: 'HEAD' })).status).toBeGreaterThanOrEqual(500);
      upstream.answer(path, undefined);
      expect((await download(path)).bytes?.equals(bytes)).toBe(true);
    },
  );

  test('is written into the audit log, once an hour', async () => {
    const watched = await server({ upstream: upstream.url });
    const name = uniqueName();
    upstream.publish(name, '1.0.0', { dist: { integrity: integrityOf(Buffer.from('else')) } });
    const refusals = async () => {
      const { services } = watched;
      if (!services) throw new Error('it runs in this process');
      const query = auditEvents.query.bySubject({ subject: `package:${name}` });
      const { data } = await query.go({ client: services.table });
      return data;
    };
    for (const _ of [1, 2]) {
      expect((await watched.fetch(`/${name}/-/${name}-1.0.0.tgz`, { method: 'HEAD' })).status).toBe(
        502,
      );
    }
    await vi.waitUntil(async () => (await refusals()).length > 0, 15_000);
    watched.advance?.(3_600_001);
    await watched.fetch(`/${name}/-/${name}-1.0.0.tgz`, { method: 'HEAD' });
    await vi.waitUntil(async () => (await refusals()).length > 1, 15_000);
    const [first, ...others] = await refusals();
    expect(others.length).toBe(1);
    expect(first).toMatchObject({
      action: 'refuse-tarball',
      actor: upstream.url,
      detail: { version: '1.0.0', promised: integrityOf(Buffer.from('else')) },
    });
  });

  test('an upstream that fails is told', async () => {
    const { path } = behind();
    upstream.answer(path, (_, response) => void response.writeHead(500).end());
    const { status, body } = await reader.get(path);
    expect([status, body.error]).toEqual([503, expect.stringContaining('answered 500')]);
  });

  test('a version stays what it was when it was first fetched', async () => {
    const { name, path, bytes } = behind();
    await download(path);
    const other = Buffer.from('another tarball');
    upstream.publish(name, '1.0.0', { dist: { integrity: integrityOf(other) } });
    upstream.answer(path, (_, response) => void response.end(other));
    registry.advance?.(3_600_000);
    await reader.get(`/${name}`);
    expect((await download(path)).bytes?.equals(bytes)).toBe(true);
  });

  test.each(['HEAD', 'GET'])('%s of one that can’t be had is told', async (method) => {
    const { name, path } = behind();
    await reader.get(`/${name}`);
    await upstream.sleep();
    expect((await registry.fetch(path, { method })).status).toBe(503);
    await upstream.wake();
  });

  test('a document may not send us into our own network', async () => {
    const { path } = behind({ dist: { tarball: 'http://127.0.0.1:1/secret.tgz' } });
    const { status, body } = await reader.get(path);
    expect([status, body.error]).toEqual([502, expect.stringContaining('is not asked')]);
  });
});

test('a client that goes away leaves the tarball to the others', async () => {
  const started = Promise.withResolvers<() => void>();
  const large = Buffer.alloc(3_000_000, 'slow ');
  const { path: slow } = behind({
    dist: { integrity: integrityOf(large), shasum: undefined },
  });
  upstream.answer(slow, (_, response) => {
    response.write(large.subarray(0, 1_000_000));
    started.resolve(() => void response.end(large.subarray(1_000_000)));
  });
  const gone = new AbortController();
  const first = await registry.fetch(slow, { signal: gone.signal });
  expect(first.status).toBe(200);
  gone.abort();
  const second = download(slow);
  (await started.promise)();
  expect((await second).bytes?.equals(large)).toBe(true);
});

test('a client that falls behind gets all of it, and the others do not wait for it', async () => {
  const large = Buffer.alloc(48 * 1024 * 1024, 'a tarball of many megabytes ');
  const { path } = behind({
    dist: { integrity: integrityOf(large), shasum: shasumOf(large) },
  });
  upstream.answer(path, (_, response) => void response.end(large));
  const slow = (await registry.fetch(path)).body?.getReader();
  const got: Uint8Array[] = [];
  const first = await slow?.read();
  // By then the registry has all of it, and nobody has read on.
  expect((await download(path)).bytes?.equals(large)).toBe(true);
  for (let piece = first; piece?.value; piece = await slow?.read()) got.push(piece.value);
  expect(Buffer.concat(got).equals(large)).toBe(true);
});

test('offline, what is kept is all there is, and nobody is asked', async () => {
  const data = folder();
  const { name, path, bytes } = behind();
  const online = await server({ upstream: upstream.url, data });
  expect((await anonymous(online).get(`/${name}`, ABBREVIATED)).status).toBe(200);
  await online.fetch(path).then(async (response) => response.arrayBuffer());
  await online.stop?.();
  const offline = await server({ upstream: upstream.url, data, offline: 'true' });
  upstream.requests.length = 0;
  expect((await anonymous(offline).get(`/${name}`, ABBREVIATED)).status).toBe(200);
  const kept = await offline.fetch(path);
  expect(Buffer.from(await kept.arrayBuffer()).equals(bytes)).toBe(true);
  const { status, body } = await anonymous(offline).get(`/${uniqueName()}`);
  expect([status, body.error]).toEqual([503, expect.stringContaining('offline')]);
  expect(upstream.requests).toEqual([]);
});
