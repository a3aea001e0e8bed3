import { gzipSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import { anonymous, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server } from '../target.ts';
import { startUpstream } from './controllable.ts';

const PATH = '/-/npm/v1/security/advisories/bulk';
const upstream = await startUpstream();
const registry = await server({ upstream: upstream.url, ownScopes: '@acme' });
const alice = await user(registry);

/** What the upstream was asked for. */
const asked: unknown[] = [];
upstream.answer(PATH, async (request, response) => {
  const body = Buffer.concat(await Array.fromAsync(request));
  const versions = JSON.parse(gunzipSync(body).toString()) as Record<string, string[]>;
  asked.push(versions);
  const advisory = { id: 1, url: 'https://x.test', severity: 'high', vulnerable_versions: '<9' };
  const found = Object.keys(versions).map((name) => [name, [advisory]]);
  response.end(JSON.stringify({ ...Object.fromEntries(found), 'not-asked-for': [advisory] }));
});

const audit = async (versions: object) => anonymous(registry).post(PATH, versions);

test('advisories are the upstream\u2019s, for its own packages alone', async () => {
  const secret = `@${uniqueName('s')}/${uniqueName()}`;
  const open = uniqueName();
  await alice.publish({ name: secret, version: '1.0.0' }, { access: 'restricted' });
  await alice.publish({ name: open, version: '1.0.0' });
  asked.length = 0;
  const { status, body } = await audit({
    'left-pad': ['1.0.0', '1.1.0'],
    [secret]: ['1.0.0'],
    [open]: ['1.0.0'],
    '@acme/not-even-published': ['1.0.0'],
    'no name at all': ['1.0.0'],
  });
  expect([status, Object.keys(body)]).toEqual([200, ['left-pad']]);
  expect(asked).toEqual([{ 'left-pad': ['1.0.0', '1.1.0'] }]);
});

test('of our own packages alone nobody is asked', async () => {
  asked.length = 0;
  expect((await audit({ '@acme/tool': ['1.0.0'] })).body).toEqual({});
  expect(asked).toEqual([]);
});

const send = async (body: Uint8Array) =>
  registry.fetch(PATH, {
    method: 'POST',
    headers: { 'content-encoding': 'gzip', 'content-type': 'application/json' },
    body: new Uint8Array(body),
  });

test('a compressed request is read, and what is none is refused', async () => {
  const right = await send(gzipSync(JSON.stringify({ 'left-pad': ['1.0.0'] })));
  expect(Object.keys((await right.json()) as object)).toEqual(['left-pad']);
  expect((await send(Buffer.from('no gzip'))).status).toBe(400);
  expect((await send(gzipSync(Buffer.alloc(20_000_000)))).status).toBe(413);
});

test('an upstream that fails keeps nobody from installing', async () => {
  upstream.answer(PATH, (_, response) => void response.writeHead(500).end());
  expect(await audit({ 'left-pad': ['1.0.0'] })).toMatchObject({ status: 200, body: {} });
});

test('a registry without an upstream says what it knows itself', async () => {
  const alone = await server();
  expect(await anonymous(alone).post(PATH, { x: ['1.0.0'] })).toMatchObject({
    status: 200,
    body: {},
  });
});

test('own advisories come first, and those of the upstream after them', async () => {
  const admin = await user(await server({ upstream: upstream.url }));
  upstream.answer(PATH, (_, response) => {
    response.end(JSON.stringify({ 'left-pad': [{ id: 7, title: 'theirs' }] }));
  });
  const advisory = { title: 'ours', severity: 'low', vulnerable_versions: '<1.1.0' };
  await admin.put('/-/v1/packages/left-pad/advisories/acme-1', advisory);
  const titles = async (...versions: readonly string[]) =>
    (await admin.post(PATH, { 'left-pad': versions })).body['left-pad'].map(
      ({ title }: { title: string }) => title,
    );
  expect(await titles('1.0.0', '1.1.0')).toEqual(['ours', 'theirs']);
  expect(await titles('1.1.0')).toEqual(['theirs']);
});

test('an upstream can\u2019t answer what it was not asked for', async () => {
  upstream.answer(PATH, (_, response) => {
    response.end('{"constructor":[{"id":1}],"__proto__":[{"id":1}],"toString":[{"id":1}]}');
  });
  expect((await audit({ 'left-pad': ['1.0.0'] })).body).toEqual({});
});
