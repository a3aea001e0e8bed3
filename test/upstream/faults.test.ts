import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';

import { anonymous } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server } from '../target.ts';
import { type Answer, startUpstream } from './controllable.ts';

const upstream = await startUpstream();
const registry = await server({ upstream: upstream.url, upstreamMaxAge: '0' });
const reader = anonymous(registry);
const JSON_TYPE = { 'content-type': 'application/json' };

const text =
  (
    body: string | Buffer,
    headers: Readonly<Record<string, string>> = JSON_TYPE,
    status = 200,
  ): Answer =>
  (_, response) =>
    void response.writeHead(status, headers).end(body);

/** Every way a document can go wrong, and what the client is told where there is none at hand. */
const FAULTS: Readonly<Record<string, readonly [Answer, number, RegExp]>> = {
  'is cut before its head': [(_, { socket }) => void socket?.destroy(), 503, /can’t be reached/],
  'is cut in the middle': [
    (_, response) => {
      response.writeHead(200, { ...JSON_TYPE, 'content-length': '1000' });
      response.write('{"versions":{');
      setTimeout(() => response.destroy(), 20);
    },
    503,
    /broke off/,
  ],
  'is 500': [text('{}', JSON_TYPE, 500), 503, /fails \(500\)/],
  'is 503': [text('{}', JSON_TYPE, 503), 503, /fails \(503\)/],
  'is 429': [text('{}', { 'retry-after': '17' }, 429), 503, /patience/],
  'is 401': [text('{}', JSON_TYPE, 401), 403, /does not let/],
  'is 418': [text('{}', JSON_TYPE, 418), 502, /answered 418/],
  'is HTML': [text('<!doctype html><title>Sign in</title>'), 502, /no JSON object/],
  'is empty': [text(''), 502, /broken off/],
  'is half a document': [text('{"versions":{"1.0.0":{'), 502, /broken off/],
  'is of another package': [text('{"name":"other","versions":{}}'), 502, /document of "other"/],
  'names no package': [text('{"versions":{}}'), 502, /names no package/],
  'is a list': [text('[]'), 502, /no JSON object/],
  'is gzip that was truncated': [
    text(gzipSync(`{"name":"${'x'.repeat(10_000)}"}`).subarray(0, 40), {
      ...JSON_TYPE,
      'content-encoding': 'gzip',
    }),
    503,
    /broke off/,
  ],
  'is gzip that is none': [text('{}', { 'content-encoding': 'gzip' }), 503, /broke off/],
  'is packed as nobody asked': [text('{}', { 'content-encoding': 'br' }), 502, /sends br/],
  'redirects without end': [
    (request, response) => void response.writeHead(302, { location: request.url }).end(),
    502,
    /without end/,
  ],
  'redirects to an internal address': [
    (_, response) => void response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
    502,
    /169\.254\.169\.254, which is not asked/,
  ],
  'redirects to another port of this machine': [
    (_, response) => void response.writeHead(302, { location: 'https://localhost:1/' }).end(),
    503,
    /can’t be reached/,
  ],
  'redirects to no URL': [
    (_, response) => void response.writeHead(302, { location: 'http://' }).end(),
    502,
    /no URL/,
  ],
};

describe.each(Object.entries(FAULTS))('an answer that %s', (_, [answer, status, message]) => {
  test('is told in a sentence, and nothing of it is kept', async () => {
    const name = uniqueName();
    upstream.publish(name, '1.0.0');
    upstream.answer(`/${name}`, answer);
    const failed = await reader.get(`/${name}`);
    expect([failed.status, failed.body.error]).toEqual([status, expect.stringMatching(message)]);
    upstream.answer(`/${name}`, undefined);
    registry.advance?.(20_000);
    const right = await reader.get(`/${name}`);
    expect([right.status, Object.keys(right.body.versions)]).toEqual([200, ['1.0.0']]);
  });

  test('leaves what was at hand', async () => {
    const name = uniqueName();
    upstream.publish(name, '1.0.0');
    expect((await reader.get(`/${name}`)).status).toBe(200);
    upstream.answer(`/${name}`, answer);
    for (let time = 0; time < 3; time += 1) {
      registry.advance?.(20_000);
      const { status: now, body } = await reader.get(`/${name}`);
      expect([now, Object.keys(body.versions)]).toEqual([200, ['1.0.0']]);
    }
  });
});

test('an upstream that asks for patience is quoted', async () => {
  const name = uniqueName();
  upstream.answer(`/${name}`, text('{}', { 'retry-after': '17' }, 429));
  expect((await reader.get(`/${name}`)).headers.get('retry-after')).toBe('17');
});

test('an upstream that failed is left alone for a moment', async () => {
  const name = uniqueName();
  upstream.answer(`/${name}`, text('{}', JSON_TYPE, 500));
  for (let time = 0; time < 5; time += 1) {
    expect((await reader.get(`/${name}`)).status).toBe(503);
  }
  expect(upstream.requests.filter((line) => line === `GET /${name}`)).toHaveLength(1);
});

test('an upstream that hangs does not keep those waiting who can have an old document', async () => {
  const name = uniqueName();
  upstream.publish(name, '1.0.0');
  await reader.get(`/${name}`);
  upstream.answer(`/${name}`, () => undefined);
  // Old enough that a better one is waited for, two seconds.
  registry.advance?.(4_000_000);
  for (let time = 0; time < 3; time += 1) {
    expect((await reader.get(`/${name}`)).status).toBe(200);
  }
});
