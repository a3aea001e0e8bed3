import { beforeAll, describe, expect, test } from 'vitest';

import { type Client, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server } from '../target.ts';
import { openBrowser, openTab } from './browser.ts';

const registry = await server();
const browser = await openBrowser();
let alice: Client;

beforeAll(async () => {
  alice = await user(registry, 'alice');
});

describe('a browser at a package’s URL', () => {
  test('gets its page, where clients get its document', async () => {
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' });
    expect(await (await registry.fetch(`/${name}`)).json()).toMatchObject({ name });
    const { page, faults } = await openTab(browser);
    await page.goto(`${registry.url}/${name}`);
    expect(new URL(page.url()).pathname).toBe(`/-/web/package/${name}`);
    expect(await page.locator('h1').textContent()).toContain(name);
    expect(faults).toEqual([]);
    expect(await (await registry.fetch(`/${name}`)).json()).toMatchObject({ name });
  });
});
