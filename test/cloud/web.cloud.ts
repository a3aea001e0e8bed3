import { expect, test } from 'vitest';

import { user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { target } from '../target.ts';

const registry = await target();

test('pages are served by the functions of their areas, to browsers alone', async () => {
  const alice = await user(registry, uniqueName('alice'));
  const name = `@${uniqueName('scope')}/${uniqueName()}`;
  await alice.publish({ name, version: '1.0.0' });
  const browser = { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } };
  const page = await registry.fetch(`/${name}`, browser);
  expect(page.url).toBe(`${registry.url}/-/web/package/${name}`);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await page.text()).toContain(`href="/-/web/package/${name}"`);
  expect(await (await registry.fetch(`/${name}`)).json()).toMatchObject({ name });
  expect(await (await registry.fetch('/', browser)).text()).toContain('</html>');
});
