import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';

import { parsePackageName } from '#domain/package-name.ts';
import { parseVersion } from '#domain/version.ts';

import { canBeInstalled } from '../../cli/publishing/wait.ts';
import { atEnd } from '../at-end.ts';

const [NAME, VERSION] = [parsePackageName('@acme/tool'), parseVersion('1.0.0')];

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const asking = (registry: string) => ({ registry, authorization: 'Bearer secret' });

test('a version can be installed once document and tarball are there; only the registry gets the token', async () => {
  const asked: unknown[] = [];
  const elsewhere = await listen(({ method, headers }, response) => {
    asked.push([method, headers.authorization]);
    response.writeHead(asked.length > 1 ? 200 : 404).end();
  });
  let looks = 0;
  const registry = await listen(({ url, headers }, response) => {
    looks += 1;
    const versions = looks > 1 ? { '1.0.0': { dist: { tarball: `${elsewhere}/a.tgz` } } } : {};
    const known = url === '/@acme%2ftool' && headers.authorization === 'Bearer secret';
    response.writeHead(known ? 200 : 404).end(JSON.stringify({ versions }));
  });
  expect(await canBeInstalled(asking(registry), NAME, VERSION)).toBe(true);
  expect(looks).toBe(3);
  expect(asked).toEqual([
    ['HEAD', undefined],
    ['HEAD', undefined],
  ]);
});

test('nobody waits for what they may not see', async () => {
  const registry = await listen((_, response) => response.writeHead(403).end('{}'));
  expect(await canBeInstalled(asking(registry), NAME, VERSION)).toBe(true);
});
