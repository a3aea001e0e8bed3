import { beforeAll, describe, expect, test } from 'vitest';

import { anonymous, type Client, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { target } from '../target.ts';

const registry = await target();
const reader = anonymous(registry);
const ABBREVIATED = 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*';

describe(`reading, ${registry.name}`, () => {
  let alice: Client;
  let name: string;
  let scoped: string;

  beforeAll(async () => {
    alice = await user(registry);
    name = uniqueName();
    scoped = `@${uniqueName('scope')}/${uniqueName()}`;
    for (const version of ['1.0.0', '1.2.0', '2.0.0-rc.1']) {
      await alice.publish({ name, version }, { tag: version.includes('rc') ? 'next' : 'latest' });
    }
    await alice.publish({ name: scoped, version: '1.0.0' });
  });

  test('every spelling of a scoped name finds the package', async () => {
    const [scope, base] = scoped.split('/');
    const spellings = [
      `/${scope}%2f${base}`,
      `/${scope}%2F${base}`,
      `/%40${scope?.slice(1)}%2f${base}`,
      `/${scope}/${base}`,
    ];
    const answers = await Promise.all(spellings.map(async (path) => reader.get(path)));
    expect(answers.map(({ status, body }) => [status, body.name])).toEqual(
      spellings.map(() => [200, scoped]),
    );
  });

  test('every spelling of a tarball path finds the tarball', async () => {
    const [scope, base] = scoped.split('/');
    const spellings = [
      `/${scope}/${base}/-/${base}-1.0.0.tgz`,
      `/${scope}%2f${base}/-/${base}-1.0.0.tgz`,
      `/${scope}/${base}/-/${scope}/${base}-1.0.0.tgz`,
    ];
    const answers = await Promise.all(spellings.map(async (path) => reader.get(path)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  test('a document that is known by its ETag is not sent again', async () => {
    const first = await reader.get(`/${name}`);
    const etag = first.headers.get('etag') ?? '';
    expect(first.headers.get('vary')).toBe('accept, accept-encoding');
    expect(first.headers.get('cache-control')).toBe('public, max-age=0, must-revalidate');
    const again = await reader.get(`/${name}`, { 'if-none-match': etag });
    expect(again.status).toBe(304);
    expect(again.headers.get('etag')).toBe(etag);
    expect(again.body).toHaveLength(0);
  });

  test('full and abbreviated documents have different ETags, and a publish changes both', async () => {
    const etags = async (): Promise<(string | null)[]> => {
      const answers = [
        await reader.get(`/${name}`),
        await reader.get(`/${name}`, { accept: ABBREVIATED }),
      ];
      return answers.map(({ headers }) => headers.get('etag'));
    };
    const before = await etags();
    await alice.publish({ name, version: '0.0.1' }, { tag: 'old' });
    const after = await etags();
    expect(new Set([...before, ...after]).size).toBe(4);
  });

  test('HEAD tells what GET would, without a body', async () => {
    const get = await registry.fetch(`/${name}`, { headers: { 'accept-encoding': 'identity' } });
    const head = await registry.fetch(`/${name}`, {
      method: 'HEAD',
      headers: { 'accept-encoding': 'identity' },
    });
    expect(head.status).toBe(200);
    expect(head.headers.get('etag')).toBe(get.headers.get('etag'));
    expect(head.headers.get('content-length')).toBe(String((await get.arrayBuffer()).byteLength));
    expect((await head.arrayBuffer()).byteLength).toBe(0);
  });

  test('an edit reads the full document whatever it accepts', async () => {
    const { body } = await reader.get(`/${name}?write=true`, { accept: ABBREVIATED });
    expect(body).toHaveProperty('_rev');
  });

  test('a version is named by number, by tag or by range', async () => {
    const paths = ['1.0.0', 'latest', 'next', '^1.0.0', '%3E%3D1.0.0%20%3C1.2.0'];
    const answers = await Promise.all(paths.map(async (path) => reader.get(`/${name}/${path}`)));
    expect(answers.map(({ body }) => body.version)).toEqual([
      '1.0.0',
      '1.2.0',
      '2.0.0-rc.1',
      '1.2.0',
      '1.0.0',
    ]);
    expect(answers[0]?.body.dist.tarball).toBe(`${registry.url}/${name}/-/${name}-1.0.0.tgz`);
  });

  test('a tarball is served in ranges, once its ETag is known not at all, and for ever', async () => {
    const other = uniqueName();
    await alice.publish({ name: other, version: '1.0.0' }, { files: { 'a.txt': 'x'.repeat(999) } });
    const path = `/${other}/-/${other}-1.0.0.tgz`;
    const whole = await reader.get(path);
    expect(whole.headers.get('content-type')).toBe('application/octet-stream');
    expect(whole.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const part = await reader.get(path, { range: 'bytes=10-19' });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes 10-19/${whole.body.length}`);
    expect(part.body).toEqual(whole.body.subarray(10, 20));
    const end = await reader.get(path, { range: 'bytes=-5' });
    expect(end.body).toEqual(whole.body.subarray(-5));
    const beyond = await reader.get(path, { range: 'bytes=999999-' });
    expect(beyond.status).toBe(416);
    const known = await reader.get(path, { 'if-none-match': whole.headers.get('etag') ?? '' });
    expect(known.status).toBe(304);
  });

  test('what is not there is a 404 in JSON, with a sentence', async () => {
    const paths = [
      '/no-such-package-here',
      `/${name}/9.9.9`,
      `/${name}/nope`,
      `/${name}/-/${name}-9.9.9.tgz`,
      `/${name}/-/other-1.0.0.tgz`,
      '/-/all',
      '/-/all/since',
      '/-/no/such/route',
      '/favicon.ico',
      '/.well-known/security.txt',
      '/a%00b',
      '/..%2f..%2fetc%2fpasswd',
      '/%E0%A4%A',
      `/${name}//1.0.0`,
      `/${name}/${'x'.repeat(5000)}`,
      `/@a%252fb`,
    ];
    const answers = await Promise.all(paths.map(async (path) => reader.get(path)));
    expect(answers.map(({ status, body }) => [status, typeof body.error, body.code])).toEqual(
      paths.map(() => [404, 'string', 'not_found']),
    );
  });

  // API Gateway answers what no route takes itself, and knows no 405.
  test.skipIf(process.env['REGISTRY_BEHIND'] === 'api-gateway')(
    'a method that does nothing is told which ones do',
    async () => {
      const answer = await reader.post(`/${name}`, {});
      expect(answer.status).toBe(405);
      expect(answer.headers.get('allow')).toBe('GET, PUT');
    },
  );

  test('keys, health and readiness are there for everybody', async () => {
    const keys = await reader.get('/-/npm/v1/keys');
    expect(keys.body.keys).toMatchObject([
      { expires: null, keytype: 'ecdsa-sha2-nistp256', scheme: 'ecdsa-sha2-nistp256' },
    ]);
    expect((await reader.get('/-/health')).status).toBe(200);
    expect((await reader.get('/-/ready')).status).toBe(200);
    expect((await reader.get('/-/ping')).body).toEqual({});
  });

  test('web login is not there, so that clients fall back to the terminal', async () => {
    expect((await reader.post('/-/v1/login', {})).status).toBe(404);
  });
});
