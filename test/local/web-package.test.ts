import { expect, test } from 'vitest';

import { type Client, escape, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { sessionCookie } from '../session-cookie.ts';
import { server, type Target } from '../target.ts';

const browsing = (registry: Target, client: Client): RequestInit => ({
  redirect: 'manual',
  headers: { cookie: sessionCookie(registry, client) },
});

test('the edge keeps a package’s page until the package changes, and nobody keeps a private one', async () => {
  const registry = await server();
  const alice = await user(registry, 'alice');
  const name = `@${uniqueName('scope')}/${uniqueName()}`;
  const read = async () => registry.fetch(`/-/web/package/${name}`);
  await alice.publish({ name, version: '1.0.0' }, { access: 'public' });
  await read();
  const kept = await read();
  expect(await kept.text()).toContain('<small class="version">1.0.0</small>');
  await alice.publish({ name, version: '1.1.0' });
  expect(await (await read()).text()).toContain('<small class="version">1.1.0</small>');
  await alice.post(`/-/package/${escape(name)}/access`, { access: 'restricted' });
  expect((await read()).status).toBe(404);
});

test('where reading needs a login, a page is for browsers that are signed in', async () => {
  const registry = await server({ reads: 'users' });
  const alice = await user(registry, 'alice');
  const name = uniqueName();
  await alice.publish({ name, version: '1.0.0' });
  const path = `/-/web/package/${name}`;
  for (let time = 0; time < 2; time += 1) {
    const stranger = await registry.fetch(path, { redirect: 'manual' });
    expect(stranger.headers.get('location')).toContain('/-/web/account/sign-in?next=');
    const page = await registry.fetch(path, browsing(registry, alice));
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'private, no-store']);
  }
});
