import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { user } from '../client.ts';
import { integrityOf, pack, uniqueName } from '../packages.ts';
import { folder, server } from '../target.ts';
import { companyProxy, HOST } from './proxy.ts';
import { type Outcome, pantry } from './run.ts';
import { inFrontOf } from './two-registries.ts';

const url = `http://${HOST}`;
const registry = await server({ publicUrl: url });
const { origin } = registry;
const alice = await user({ ...registry, fetch: async (at, init) => fetch(origin + at, init) });

interface Told extends Outcome {
  /** Whether it is published. */
  readonly there: boolean;
  /** Requests with all but the path left out of their URLs. */
  readonly lines: readonly string[];
}

/** Publishes so many bytes, all requests of which are seen. */
async function publish(size: number, ...args: readonly string[]): Promise<Told> {
  const proxy = await companyProxy(Number(new URL(origin).port));
  const [dir, name] = [folder(), uniqueName()];
  const tarball = pack({ name, version: '1.0.0' }, { data: randomBytes(size) });
  writeFileSync(path.join(dir, 'p.tgz'), tarball);
  const env = { HTTP_PROXY: proxy.url, PANTRY_REGISTRY: url, PANTRY_TOKEN: alice.token };
  const outcome = await pantry(dir, ['publish', 'p.tgz', '--no-wait', ...args], env);
  const there = (await alice.get(`/${name}/1.0.0`)).body.dist?.integrity === integrityOf(tarball);
  return { ...outcome, there, lines: proxy.seen.map((line) => line.replace(url, '')) };
}

const UPLOADS = 'POST /-/v1/uploads';

test.each([
  ['small', 1000, 0],
  ['of 2 MB', 2 << 20, 1],
  ['in parts', 9 << 20, 2],
])('a tarball is announced once: one that is %s', async (_, size, puts) => {
  const { code, there, lines } = await publish(size);
  expect([code, there]).toEqual([0, true]);
  expect(lines.filter((line) => line === UPLOADS)).toHaveLength(1);
  const put = lines.flatMap((line, at) => (line.startsWith('PUT /-/') ? [at] : []));
  expect(put).toHaveLength(puts);
  expect(Math.min(...put)).toBeGreaterThan(lines.indexOf(UPLOADS));
  // Whoever took the announcement need not be asked what it is.
  expect(lines.filter((line) => line.includes('/-/health'))).toEqual([]);
});

test('a dry run announces it, begins no upload in parts, and sends nothing', async () => {
  const plain = await server();
  const { token } = await user(plain);
  const front = await inFrontOf(plain);
  const [dir, manifest] = [folder(), { name: uniqueName(), version: '1.0.0' }];
  writeFileSync(path.join(dir, 'p.tgz'), pack(manifest, { data: randomBytes(9 << 20) }));
  const env = { PANTRY_REGISTRY: front.url, PANTRY_TOKEN: token };
  expect((await pantry(dir, ['publish', 'p.tgz', '--dry-run'], env)).code).toBe(0);
  const sent = front.requests.filter(({ method }) => method !== 'GET');
  const bodies = sent.map(({ body }) => Object.keys(JSON.parse(body)));
  expect(bodies).toEqual([['name', 'version', 'size', 'integrity']]);
});

test('a stage is announced as one, once', async () => {
  const { code, stdout, lines } = await publish(2 << 20, '--stage');
  expect([code, stdout]).toEqual([0, expect.stringContaining('is staged')]);
  expect(lines.filter((line) => line.startsWith('POST '))).toEqual([
    UPLOADS,
    expect.stringMatching(/\/commit\?stage=true$/),
  ]);
});
