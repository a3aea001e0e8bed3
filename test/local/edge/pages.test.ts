import { expect, test, vi } from 'vitest';

import { NEWEST } from '#store/catalogue/newest-item.ts';
import { listItems } from '#store/items.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { anonymous, type Client, user } from '../../client.ts';
import { uniqueName } from '../../packages.ts';
import { sessionCookie } from '../../session-cookie.ts';
import { server, type Target } from '../../target.ts';

const SOON = 15_000;

/** What a browser gets, signed in where somebody is named. */
const browse = async (registry: Target, path: string, who?: Client): Promise<Response> =>
  registry.fetch(path, {
    redirect: 'manual',
    headers: {
      accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
      ...(who && { cookie: sessionCookie(registry, who) }),
    },
  });

test('home is kept for a minute, and goes with a package that it names', async () => {
  const registry = await server();
  const alice = await user(registry);
  const name = uniqueName();
  const home = async (): Promise<string> => (await browse(registry, '/')).text();
  expect(await home()).toContain('Nothing is published here yet');
  const { body } = await alice.publish({ name, version: '1.0.0' });
  await vi.waitUntil(async () => {
    const shown = await home();
    return shown.includes(`>${name}</a>`) && shown.includes('<strong>1</strong> package');
  }, SOON);
  await alice.publish({ name: `${name}-second`, version: '1.0.0' });
  await vi.waitUntil(async () => {
    const found = await anonymous(registry).get(`/-/v1/search?text=${name}-second`);
    return found.body.total === 1;
  }, SOON);
  expect(await home()).not.toContain(`>${name}-second</a>`);
  // What it takes no notice of makes no other page of it.
  expect(await (await browse(registry, '/?x=1')).text()).toBe(await home());
  const { body: numbers } = await anonymous(registry).get('/');
  expect(numbers).toMatchObject({ packages: expect.any(Number), downloads: { all: 0 } });
  await alice.remove(`/${name}/-rev/${body.rev}`);
  await vi.waitUntil(async () => !(await home()).includes(`>${name}</a>`), SOON);
});

test('home is kept no sooner than the first package is listed', async () => {
  const registry = await server();
  const alice = await user(registry);
  const name = uniqueName();
  const home = async (): Promise<string> => (await browse(registry, '/')).text();
  await alice.publish({ name, version: '1.0.0' });
  await vi.waitUntil(async () => (await home()).includes(`>${name}</a>`), SOON);
  const { services } = registry;
  if (!services) throw new Error('the registry does not run in this process');
  const [listed] = await listItems(services.table, { partition: NEWEST });
  const { name: TableName, partitionKey: pk, sortKey: sk } = TABLE_SCHEMA;
  const Key = { [pk]: listed?.[pk], [sk]: listed?.[sk] };
  const write = async (item: object) =>
    services.table.write('TransactWriteItems', { TransactItems: [item] });
  await write({ Delete: { TableName, Key } });
  registry.advance?.(60_000);
  expect(await home()).not.toContain(`>${name}</a>`);
  await write({ Put: { TableName, Item: listed } });
  expect(await home()).toContain(`>${name}</a>`);
});

test('a list of dependents that is kept goes with each of them', async () => {
  const registry = await server();
  const alice = await user(registry);
  const [name, dependent] = [uniqueName(), uniqueName()];
  await alice.publish({ name, version: '1.0.0' });
  await alice.publish({ name: dependent, version: '1.0.0', dependencies: { [name]: '1' } });
  const page = async (): Promise<string> =>
    (await browse(registry, `/-/web/package/${name}/dependents`)).text();
  await vi.waitUntil(async () => {
    registry.advance?.(60_000);
    return (await page()).includes(`>${dependent}</a>`);
  }, SOON);
  const { status } = await alice.post(`/-/package/${dependent}/access`, { access: 'restricted' });
  expect(status).toBeLessThan(300);
  expect(await page()).not.toContain(`>${dependent}</a>`);
});

test('an outdated session ends for its browser alone, on what the edge keeps too', async () => {
  const registry = await server();
  const bob = await user(registry);
  await bob.remove(`/-/user/token/${bob.token}`);
  const outdated = await browse(registry, '/-/web/feed.atom', bob);
  expect(outdated.headers.get('set-cookie')).toContain('Max-Age=0');
  expect(outdated.headers.get('cache-control')).toBe('private, no-store');
  const fresh = await browse(registry, '/-/web/feed.atom');
  expect([fresh.status, fresh.headers.get('set-cookie')]).toEqual([200, null]);
});

test('a package called robots.txt is for clients, the rules are for crawlers', async () => {
  const registry = await server();
  const alice = await user(registry);
  await alice.publish({ name: 'robots.txt', version: '1.0.0' });
  for (const _ of ['first', 'from the edge']) {
    const document = await registry.fetch('/robots.txt', {
      headers: { accept: 'application/json' },
    });
    expect(await document.json()).toMatchObject({ name: 'robots.txt' });
    const deno = { accept: '*/*', 'user-agent': 'Deno/2.9.6' };
    expect(await (await registry.fetch('/robots.txt', { headers: deno })).json()).toMatchObject({
      name: 'robots.txt',
    });
    for (const accept of ['*/*', 'text/plain', 'text/html,*/*']) {
      const rules = await registry.fetch('/robots.txt', { headers: { accept } });
      expect(await rules.text()).toContain('User-agent: *');
    }
  }
});

test('a registry that is not open leads to the sign-in, and tells crawlers nothing', async () => {
  const registry = await server({ reads: 'users' });
  const alice = await user(registry);
  const name = uniqueName();
  await alice.publish({ name, version: '1.0.0' });
  await vi.waitUntil(
    async () => (await (await browse(registry, '/', alice)).text()).includes(name),
    SOON,
  );
  expect((await browse(registry, '/', alice)).headers.get('cache-control')).toBe(
    'private, no-store',
  );
  for (const path of ['/', '/-/web/search?q=a', '/-/web/feed.atom', '/-/web/sitemap.xml']) {
    const { status, headers } = await browse(registry, path);
    const next = new URLSearchParams({ next: path }).toString();
    expect([status, headers.get('location')]).toEqual([303, `/-/web/account/sign-in?${next}`]);
  }
  expect((await browse(registry, '/-/web/sitemap.xml', alice)).status).toBe(404);
  const rules = await registry.fetch('/robots.txt', { headers: { accept: '*/*' } });
  expect(await rules.text()).toBe('User-agent: *\nDisallow: /\n');
});
