import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { user } from '../client.ts';
import { passMidnight } from '../midnight.ts';
import { uniqueName } from '../packages.ts';
import { folder, server, type Target } from '../target.ts';

await passMidnight();
const TODAY = new Date().toISOString().slice(0, 10);
const NPM = 'npm/12.2.0 node/v24.21.0 linux x64 workspaces/false';

/** A registry behind a proxy that tells who asks. */
const behindProxy = async (more: Readonly<Record<string, string>> = {}): Promise<Target> =>
  server({ trustProxy: 'true', publicUrl: 'http://localhost:1', ...more });

async function published(registry: Target, versions = ['1.0.0']): Promise<string> {
  const alice = await user(registry);
  const name = uniqueName();
  for (const version of versions) await alice.publish({ name, version });
  return name;
}

async function download(
  registry: Target,
  name: string,
  { version = '1.0.0', agent = NPM, from = '192.0.2.1', ...init }: Asked = {},
): Promise<number> {
  const headers = { 'user-agent': agent, 'x-forwarded-for': from, ...init.headers };
  const response = await registry.fetch(`/${name}/-/${name}-${version}.tgz`, { ...init, headers });
  await response.arrayBuffer();
  return response.status;
}

interface Asked {
  readonly version?: string;
  readonly agent?: string;
  readonly from?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const told = async (registry: Target, route: string): Promise<unknown> =>
  (await registry.fetch(route)).json();

const usageOf = async (registry: Target, name: string): Promise<unknown> =>
  told(registry, `/-/v1/packages/${name}/usage/${TODAY}`);

test('each tarball that is served counts, from the edge too, and no other answer', async () => {
  const registry = await behindProxy();
  const name = await published(registry, ['1.0.0', '1.1.0']);
  for (let time = 0; time < 3; time += 1) await download(registry, name);
  await download(registry, name, { version: '1.1.0', agent: 'Bun/1.4.5', from: '192.0.2.2' });
  await download(registry, name, { agent: 'curl/8.5.0' });
  expect(await download(registry, name, { headers: { range: 'bytes=0-9' } })).toBe(206);
  expect(await download(registry, name, { headers: { range: 'bytes=10-' } })).toBe(206);
  const etag = (await registry.fetch(`/${name}/-/${name}-1.0.0.tgz`, { method: 'HEAD' })).headers;
  const known = { headers: { 'if-none-match': etag.get('etag') ?? '' } };
  expect(await download(registry, name, known)).toBe(304);
  expect(await download(registry, name, { version: '9.9.9' })).toBe(404);
  await registry.fetch(`/${name}`);
  expect(await usageOf(registry, name)).toEqual({
    package: name,
    start: TODAY,
    end: TODAY,
    days: [
      {
        day: TODAY,
        downloads: 5,
        versions: { '1.0.0': 4, '1.1.0': 1 },
        clients: { npm: 4, bun: 1 },
        nodes: { 24: 4 },
        addresses: 2,
        robots: 1,
        beyondLimit: 0,
      },
    ],
  });
});

test('one address makes no package popular', async () => {
  const registry = await behindProxy({ downloadLimit: '3' });
  const name = await published(registry);
  for (let time = 0; time < 5; time += 1) await download(registry, name);
  await download(registry, name, { from: '192.0.2.2' });
  expect(await usageOf(registry, name)).toMatchObject({
    days: [{ downloads: 4, beyondLimit: 2, addresses: 2 }],
  });
});

test('downloads are told as the public npm registry tells them', async () => {
  const registry = await behindProxy();
  const [one, two] = [await published(registry), await published(registry)];
  await download(registry, one);
  await download(registry, two);
  await download(registry, two);
  const of = (name: string, downloads: unknown) => ({
    downloads,
    start: TODAY,
    end: TODAY,
    package: name,
  });
  expect(await told(registry, `/downloads/point/${TODAY}/${one}`)).toEqual(of(one, 1));
  expect(await told(registry, `/downloads/point/${TODAY}/${one},${two},nobodys`)).toEqual({
    [one]: of(one, 1),
    [two]: of(two, 2),
    nobodys: null,
  });
  const days = (downloads: number) => [{ downloads, day: TODAY }];
  expect(await told(registry, `/downloads/range/${TODAY}/${two}`)).toEqual(of(two, days(2)));
  expect(await told(registry, `/downloads/point/${TODAY}`)).toEqual({
    downloads: 3,
    start: TODAY,
    end: TODAY,
  });
  expect(await told(registry, `/downloads/range/${TODAY}`)).toMatchObject({ downloads: days(3) });
  expect(await told(registry, `/versions/${two}/${TODAY}`)).toEqual({
    package: two,
    downloads: { '1.0.0': 2 },
  });
});

test('downloads that were not added up when the registry ended are, when it starts again', async () => {
  const data = folder();
  const registry = await behindProxy({ data });
  const name = await published(registry);
  await download(registry, name);
  await registry.stop?.();
  expect(readdirSync(path.join(data, 'downloads'))).toHaveLength(1);
  const again = await behindProxy({ data });
  expect(await usageOf(again, name)).toMatchObject({ days: [{ downloads: 1, addresses: 1 }] });
  expect(readdirSync(path.join(data, 'downloads'))).toEqual([]);
});

test("nobody is told of what they can't read", async () => {
  const registry = await behindProxy();
  const alice = await user(registry);
  const name = uniqueName();
  await alice.publish({ name, version: '1.0.0' }, { access: 'restricted' });
  const route = `/downloads/point/${TODAY}/${name}`;
  expect((await registry.fetch(route)).status).toBe(404);
  expect((await alice.get(route)).status).toBe(200);
  expect(await told(registry, `${route},x`)).toEqual({ [name]: null, x: null });
});

test('as many downloads and misses at once are counted both', async () => {
  const registry = await behindProxy();
  const admin = await user(registry);
  const name = await published(registry);
  await download(registry, name);
  await registry.fetch('/nobody-has-this');
  expect(await usageOf(registry, name)).toMatchObject({ days: [{ downloads: 1 }] });
  expect((await admin.get(`/-/v1/missing/${TODAY}`)).body).toMatchObject({
    missing: [{ spec: 'nobody-has-this', requests: 1 }],
  });
});

test('what is looked for in vain is told to admins, and of a package to its owners', async () => {
  const registry = await behindProxy();
  const admin = await user(registry);
  const alice = await user(registry);
  const mallory = await user(registry);
  const name = uniqueName();
  await alice.publish({ name, version: '1.0.0' });
  await alice.publish({ name: `${name}-private`, version: '1.0.0' }, { access: 'restricted' });
  for (let time = 0; time < 3; time += 1) await registry.fetch('/nobody-has-this');
  await download(registry, name, { version: '9.9.9' });
  await registry.fetch(`/${name}/8.8.8`);
  await registry.fetch('/new-here', { headers: { 'npm-command': 'publish' } });
  await registry.fetch('/never', { method: 'HEAD' });
  expect((await admin.get(`/-/v1/missing/${TODAY}`)).body).toEqual({
    start: TODAY,
    end: TODAY,
    missing: [
      { spec: 'nobody-has-this', requests: 3 },
      { spec: `${name}@8.8.8`, requests: 1 },
      { spec: `${name}@9.9.9`, requests: 1 },
    ],
  });
  const route = `/-/v1/packages/${name}/missing/${TODAY}`;
  expect((await alice.get(route)).body).toEqual({
    package: name,
    start: TODAY,
    end: TODAY,
    versions: [
      { version: '8.8.8', requests: 1 },
      { version: '9.9.9', requests: 1 },
    ],
  });
  expect((await mallory.get(route)).status).toBe(403);
  expect((await mallory.get(`/-/v1/missing/${TODAY}`)).status).toBe(403);
});

const names = (body: unknown): readonly string[] =>
  (body as { readonly packages: readonly { readonly name: string }[] }).packages.map(
    ({ name }) => name,
  );

test('what is downloaded most is told, of packages of this registry that one may know of', async () => {
  const registry = await behindProxy();
  const alice = await user(registry);
  const [some, more, secret] = [uniqueName(), uniqueName(), uniqueName()];
  for (const name of [some, more]) await alice.publish({ name, version: '1.0.0' });
  await alice.publish({ name: secret, version: '1.0.0' }, { access: 'restricted' });
  await download(registry, some);
  for (let time = 0; time < 3; time += 1) await download(registry, more);
  const authorization = `Bearer ${alice.token}`;
  for (let time = 0; time < 5; time += 1) {
    expect(await download(registry, secret, { headers: { authorization } })).toBe(200);
  }
  expect(await told(registry, '/-/v1/top')).toMatchObject({
    packages: [
      { name: more, downloads: 3 },
      { name: some, downloads: 1 },
    ],
  });
  expect(names(await told(registry, '/-/v1/trending?size=1'))).toEqual([more]);
  expect(names((await alice.get('/-/v1/top')).body)).toEqual([secret, more, some]);
  registry.advance?.(8 * 86_400_000);
  await download(registry, some);
  expect(names(await told(registry, '/-/v1/top'))).toEqual([some]);
});

test('a package may be called versions, downloads or badge, and be installed', async () => {
  const registry = await behindProxy();
  const alice = await user(registry);
  for (const name of ['versions', 'downloads', 'badge']) {
    await alice.publish({ name, version: '1.0.0' });
    expect(await download(registry, name)).toBe(200);
  }
});

test('what can’t be added up is set aside, and what comes after it is counted', async () => {
  const data = folder();
  const registry = await behindProxy({ data });
  const name = await published(registry);
  const bad = {
    downloads: [{ name: 'x'.repeat(3000), version: '1.0.0', day: TODAY, agent: '', times: 1 }],
    missing: [],
  };
  writeFileSync(path.join(data, 'downloads', '0.ndjson'), `${JSON.stringify(bad)}\n`);
  await download(registry, name);
  expect(await usageOf(registry, name)).toMatchObject({ days: [{ downloads: 1 }] });
  expect(readdirSync(path.join(data, 'downloads'))).toEqual(['0.ndjson.refused']);
});

test('downloads of a second that could not be written are written later', async () => {
  const data = folder();
  const registry = await behindProxy({ data });
  const name = await published(registry);
  const place = path.join(data, 'downloads');
  rmSync(place, { recursive: true });
  await download(registry, name);
  expect((await registry.fetch(`/downloads/point/${TODAY}/${name}`)).status).toBe(500);
  mkdirSync(place);
  expect(await usageOf(registry, name)).toMatchObject({ days: [{ downloads: 1 }] });
});
