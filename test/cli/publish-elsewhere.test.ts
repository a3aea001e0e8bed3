import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  lutimesSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, test } from 'vitest';

import { atEnd } from '../at-end.ts';
import { user } from '../client.ts';
import { integrityOf, pack, uniqueName } from '../packages.ts';
import { folder, server } from '../target.ts';
import { COMMAND, pantry } from './run.ts';

const registry = await server();
const alice = await user(registry, 'alice');

/** A registry that has nothing but npm's protocol, and of which each answer can be lost. */
async function ordinary(lost: (method: string) => boolean = () => false, heard?: () => void) {
  const asked: string[] = [];
  const proxy = createServer((incoming, outgoing) => {
    const { method = '', url = '', headers } = incoming;
    asked.push(`${method} ${url}`);
    if (method === 'PUT' && heard) {
      heard();
      return;
    }
    if (url.startsWith('/-/v1/uploads') || url === '/-/health') {
      outgoing.writeHead(404).end('{}');
      return;
    }
    const onwards = request(registry.url + url, { method, headers }, (answer) => {
      if (lost(method)) {
        answer.resume().on('end', () => outgoing.destroy());
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onwards);
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve);
  });
  atEnd(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  return { asked, url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` };
}

function project(size: number) {
  const [dir, name] = [folder(), uniqueName()];
  const tarball = pack(
    { name, version: '1.0.0' },
    { 'data.bin': randomBytes(size), 'README.md': '# x' },
  );
  writeFileSync(path.join(dir, 'p.tgz'), tarball);
  return { dir, name, tarball };
}

test('publishes a large tarball at a registry that knows npm’s protocol alone', async () => {
  const { url, asked } = await ordinary();
  const { dir, name, tarball } = project(6 << 20);
  const env = { PANTRY_TOKEN: alice.token, PANTRY_REGISTRY: url };
  expect(await pantry(dir, ['publish', 'p.tgz'], env)).toMatchObject({ code: 0 });
  expect(asked.filter((each) => each.startsWith('PUT '))).toEqual([`PUT /${name}`]);
  expect((await alice.get(`/${name}/1.0.0`)).body.dist.integrity).toBe(integrityOf(tarball));
  expect((await alice.get(`/${name}`)).body.readme).toBe('# x');
});

test('removes what is temporary when it is stopped in the middle of an upload', async () => {
  const { promise: begun, resolve: heard } = Promise.withResolvers<void>();
  const { url } = await ordinary(undefined, heard);
  const { dir, name } = project(6 << 20);
  const temporary = folder();
  const child = spawn(process.execPath, [COMMAND, 'publish', 'p.tgz'], {
    cwd: dir,
    stdio: 'ignore',
    env: {
      PATH: process.env['PATH'],
      HOME: dir,
      TMPDIR: temporary,
      PANTRY_TOKEN: alice.token,
      PANTRY_REGISTRY: url,
    },
  });
  const ended = once(child, 'exit');
  await begun;
  const ours = () => readdirSync(temporary).filter((each) => each.startsWith('pantry-'));
  expect(ours()).not.toEqual([]);
  child.kill('SIGINT');
  expect(await ended).toEqual([130, null]);
  expect(ours()).toEqual([]);
  expect((await alice.get(`/${name}`)).status).toBe(404);
});

test('removes what a publish left behind that was ended a day ago, and nothing else', async () => {
  const { dir } = project(100);
  const temporary = folder();
  const make = (name: string, days: number): string => {
    const made = path.join(temporary, name);
    mkdirSync(made);
    writeFileSync(path.join(made, 'package.tgz'), 'x');
    utimesSync(made, new Date(), new Date(Date.now() - days * 86_400_000));
    return name;
  };
  make('pantry-publish-Old123', 1.1);
  const kept = [
    make('pantry-publish-New123', 0.9),
    make('pantry-publish-of-others', 3),
    make('pantry-publisher-1', 3),
    make('pantry-test-Abc123', 3),
  ];
  const elsewhere = folder();
  writeFileSync(path.join(elsewhere, 'a file'), '');
  symlinkSync(elsewhere, path.join(temporary, 'pantry-publish-Link12'));
  lutimesSync(path.join(temporary, 'pantry-publish-Link12'), 0, 0);
  const env = { PANTRY_TOKEN: alice.token, PANTRY_REGISTRY: registry.url, TMPDIR: temporary };
  expect((await pantry(dir, ['publish', 'p.tgz', '--no-wait'], env)).code).toBe(0);
  const left = readdirSync(temporary).filter((name) => name.startsWith('pantry-'));
  expect(left.toSorted()).toEqual([...kept, 'pantry-publish-Link12'].toSorted());
  expect(readdirSync(elsewhere)).toEqual(['a file']);
});

test('takes a version as published whose answer was lost', async () => {
  const { url } = await ordinary((method) => method === 'PUT');
  const { dir, name } = project(1000);
  const env = { PANTRY_TOKEN: alice.token, PANTRY_REGISTRY: url };
  const { code, stdout } = await pantry(dir, ['publish', 'p.tgz', '--no-wait'], env);
  expect([code, stdout]).toEqual([0, `+ ${name}@1.0.0\n`]);
});
