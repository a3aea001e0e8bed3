import { expect, test } from 'vitest';

import { anonymous, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server } from '../target.ts';

const accept = 'text/html,application/xhtml+xml,*/*;q=0.8';

test('a registry below a path of a host has no pages, and sends no browser to what else is there', async () => {
  const registry = await server({ publicUrl: 'https://example.com/npm' });
  const alice = await user(registry);
  const name = uniqueName();
  await alice.publish({ name, version: '1.0.0' });
  const browser = anonymous(registry);
  for (const _ of ['first', 'from the edge']) {
    const document = await browser.get(`/${name}`, { accept });
    expect(document.body['dist-tags']).toEqual({ latest: '1.0.0' });
    const version = await browser.get(`/${name}/1.0.0`, { accept });
    expect(version.body.dist.tarball).toBe(`https://example.com/npm/${name}/-/${name}-1.0.0.tgz`);
    expect((await browser.get('/', { accept })).body).toMatchObject({
      registry: 'https://example.com/npm',
    });
  }
  for (const path of ['/-/web/account/sign-in', '/-/web/search', `/-/web/package/${name}`]) {
    const { status, headers } = await browser.get(path, { accept });
    expect([status, headers.get('content-type'), headers.get('set-cookie')]).toEqual([
      404,
      'application/json',
      null,
    ]);
  }
  const rules = await registry.fetch('/robots.txt', { headers: { accept: '*/*' } });
  expect(await rules.text()).toBe('User-agent: *\nDisallow: /\n');
});
