import { request } from 'node:http';
import { describe, expect, test } from 'vitest';

import { user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server } from '../target.ts';

/** fetch() sets the host by itself; a test of hosts needs to. */
async function ask(
  url: string,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly body: Record<string, any> }> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(url);
    const call = request({ host: '127.0.0.1', port, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString());
        resolve({ status: response.statusCode ?? 0, body });
      });
    });
    call.on('error', reject).end();
  });
}

describe('the name by which a registry is reached', () => {
  test('decides where tarballs lie, for each name by itself', async () => {
    const registry = await server();
    const alice = await user(registry);
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' });
    const { port } = new URL(registry.url);
    const hosts = [`localhost:${port}`, `127.0.0.1:${port}`, `npm.localhost:${port}`];
    for (const host of [...hosts, ...hosts]) {
      const { body } = await ask(registry.origin, `/${name}`, { host });
      expect(body['versions']['1.0.0'].dist.tarball).toBe(
        `http://${host}/${name}/-/${name}-1.0.0.tgz`,
      );
    }
  });

  test('on loopback must be one of this machine: a web page elsewhere gets nothing', async () => {
    const registry = await server();
    for (const host of ['evil.example', 'localhost.evil.example:80', '10.0.0.1']) {
      const { status, body } = await ask(registry.origin, '/-/ping', { host });
      expect([status, body['code']]).toEqual([421, 'misdirected']);
    }
    const broken = await ask(registry.origin, '/-/ping', { host: 'a b' });
    expect(broken.status).toBe(400);
  });

  test('is over TLS where the nearest of several proxies says so', async () => {
    const registry = await server({ trustProxy: 'true' });
    const alice = await user(registry);
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' });
    const schemes = { 'http, https': 'https', 'https, http': 'http', https: 'https' };
    for (const [forwarded, scheme] of Object.entries(schemes)) {
      const { body } = await ask(registry.origin, `/${name}`, {
        host: 'localhost',
        'x-forwarded-proto': forwarded,
      });
      expect(body['versions']['1.0.0'].dist.tarball).toMatch(`${scheme}://localhost/`);
    }
  });

  test('is what publicUrl says, where that is set, whatever the request names', async () => {
    const registry = await server({ publicUrl: 'https://npm.example.com/' });
    const alice = await user(registry);
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' });
    const { port } = new URL(registry.origin);
    for (const host of ['npm.example.com', `localhost:${port}`]) {
      const { body } = await ask(registry.origin, `/${name}`, { host });
      expect(body['versions']['1.0.0'].dist.tarball).toBe(
        `https://npm.example.com/${name}/-/${name}-1.0.0.tgz`,
      );
    }
  });
});
